"""One account per seller, links that nobody holds, and redirects that decide nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app import inbox, stripe_api
from app.models import ConnectedAccount, Event, User
from tests.platform_server import Platform
from tests.stories import a_seller, account_of


def test_starting_makes_an_express_account_and_goes_to_stripe_at_once(
    platform: Platform, sandbox: Any
) -> None:
    ada = platform.person("ada@example.com")
    answer = ada.post("/onboarding/start")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(sandbox.url)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Location"] not in answer.text

    [made] = [r for r in sandbox.requests if r[:2] == ("POST", "/v1/accounts")]
    params, key = made.params, made.idempotency_key
    assert params["controller"]["stripe_dashboard"]["type"] == "express"
    assert set(params["capabilities"]) == {"card_payments", "transfers"}
    assert key.startswith("account-")


def test_the_second_start_reuses_the_account(platform: Platform, sandbox: Any) -> None:
    ada = platform.person("ada@example.com")
    first = ada.post("/onboarding/start").headers["Location"]
    account_id = account_of(platform, "ada@example.com")
    second = ada.post("/onboarding/start").headers["Location"]

    assert account_of(platform, "ada@example.com") == account_id
    assert first != second
    assert len(sandbox.objects("account")) == 1


def test_fifty_starts_at_once_make_one_account(platform: Platform, sandbox: Any) -> None:
    ada = platform.person("ada@example.com")
    token = {"csrf_token": _token(ada)}

    def start(_: int) -> int:
        cookies = dict(ada.session.cookies)
        import requests

        return requests.post(
            platform.url + "/onboarding/start",
            data=token,
            cookies=cookies,
            allow_redirects=False,
            timeout=60,
        ).status_code

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(start, range(50)))

    assert set(statuses) <= {303, 503}
    assert 303 in statuses
    assert len(sandbox.objects("account")) == 1
    assert account_of(platform, "ada@example.com") == sandbox.objects("account")[0]["id"]


def test_coming_back_changes_nothing(platform: Platform, sandbox: Any) -> None:
    ada = platform.person("ada@example.com")
    sandbox.hold()
    ada.post("/onboarding/start")
    sandbox.onboard(account_of(platform, "ada@example.com"))
    events = len(platform.database.all(Event))

    page = ada.get("/onboarding/return")

    assert page.status_code == 200
    assert "waiting for stripe to confirm" in page.text.lower()
    assert platform.database.all(ConnectedAccount) == []
    assert len(platform.database.all(Event)) == events

    sandbox.release()
    sandbox.drain()
    assert "waiting for stripe to confirm" not in ada.get("/onboarding/return").text.lower()


def test_refresh_makes_a_new_link_for_the_signed_in_owner_only(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    answer = seller.person.get(f"/onboarding/refresh?account={'acct_of_somebody_else'}")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(sandbox.url)
    links = [r for r in sandbox.requests if r[:2] == ("POST", "/v1/account_links")]
    assert {link.params["account"] for link in links} == {seller.account_id}

    anonymous = platform.visitor().get("/onboarding/refresh")
    assert anonymous.status_code == 302
    assert "/auth/login" in anonymous.headers["Location"]


def test_refresh_without_an_account_makes_none(platform: Platform, sandbox: Any) -> None:
    ada = platform.person("ada@example.com")
    assert ada.get("/onboarding/refresh").headers["Location"].startswith("/")
    assert sandbox.objects("account") == []


def test_the_dashboard_is_reached_by_a_link_of_the_owners_own(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    answer = seller.person.post("/onboarding/dashboard")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(sandbox.url)
    assert seller.account_id in {
        r[1].split("/")[3] for r in sandbox.requests if r[1].endswith("/login_links")
    }


def test_an_outage_says_so_and_the_next_try_uses_the_same_key(
    lonely_platform: Platform,
) -> None:
    ada = lonely_platform.person("ada@example.com")
    answer = ada.post("/onboarding/start")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    user = lonely_platform.database.only(User)
    assert (user.account_id, user.account_attempt) == (None, 1)


def test_an_account_that_left_can_no_longer_sell(platform: Platform, sandbox: Any) -> None:
    seller = a_seller(platform, sandbox)
    sandbox.change_account(seller.account_id, "deauthorize")
    sandbox.drain()

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert account.deauthorized
    assert not account.charges_enabled


def test_a_key_that_lacks_a_permission_says_nothing_about_the_seller(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    path = f"/v1/accounts/{seller.account_id}"
    sandbox.faults.answer(403, times=10, path=path, method="GET")
    with platform.app.app_context(), pytest.raises(stripe_api.StripeRefused):
        inbox.resync(seller.account_id)

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert (account.deauthorized, account.charges_enabled) == (False, True)


def _token(person: Any) -> str:
    from tests.people import TOKEN

    match = TOKEN.search(person.get("/").text)
    assert match
    return str(match[1])
