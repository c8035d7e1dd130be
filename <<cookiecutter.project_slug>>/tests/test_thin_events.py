"""Accounts made by /v2/core/accounts, and the thin events that tell of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.models import ConnectedAccount, Event, User
from tests.platform_server import Platform, serving_beside
from tests.stories import a_product, account_of


@pytest.fixture
def v2_platform(settings: dict[str, str], sandbox: Any) -> Iterator[Platform]:
    """The platform where accounts are made by v2, at a Stripe that refuses v1."""
    sandbox.settings.accounts_v1_support = False
    with serving_beside(sandbox, {**settings, "STRIPE_ACCOUNTS_API": "v2"}) as platform:
        yield platform


@pytest.fixture
def account_id(v2_platform: Platform) -> str:
    """The account of a seller who has begun to onboard."""
    ada = v2_platform.person("ada@example.com")
    assert ada.post("/onboarding/start").status_code == 303
    return account_of(v2_platform, "ada@example.com")


def test_the_account_is_made_by_v2_with_both_configurations(
    v2_platform: Platform, sandbox: Any, account_id: str
) -> None:
    [made] = [call for call in sandbox.requests if call.path == "/v2/core/accounts"]
    merchant, recipient = (
        made.params["configuration"][name]["capabilities"] for name in ("merchant", "recipient")
    )
    assert merchant == {"card_payments": {"requested": True}}
    assert recipient == {"stripe_balance": {"stripe_transfers": {"requested": True}}}
    assert made.params["dashboard"] == "express"
    assert made.idempotency_key
    assert [call.path for call in sandbox.requests if call.path == "/v1/accounts"] == []


def test_a_thin_event_alone_tells_what_an_account_can_do(
    v2_platform: Platform, sandbox: Any, account_id: str
) -> None:
    sandbox.drain()
    sandbox.hold()
    sandbox.onboard(account_id)
    [thin] = sandbox.events("v2.core.account.updated")
    assert thin["related_object"]["id"] == account_id
    assert sandbox.deliver(thin["id"]) == [200]

    account = v2_platform.database.fetch(ConnectedAccount, account_id)
    assert account is not None
    assert account.charges_enabled
    assert account.payouts_enabled
    assert (account.card_payments, account.transfers) == ("active", "active")
    stored = v2_platform.database.fetch(Event, thin["id"])
    assert stored is not None
    assert (stored.scope, stored.state, stored.object_id) == ("thin", "processed", account_id)


def test_thin_and_snapshot_events_of_one_change_end_in_one_row(
    v2_platform: Platform, sandbox: Any, account_id: str
) -> None:
    sandbox.onboard(account_id)
    sandbox.change_account(account_id, "restrict")
    sandbox.drain()

    scopes = {each.scope for each in v2_platform.database.all(Event) if each.state == "processed"}
    assert scopes == {"thin", "connect"}
    account = v2_platform.database.only(ConnectedAccount)
    assert not account.charges_enabled
    assert account.past_due != []


def test_an_account_made_by_v2_sells_like_any_other(
    v2_platform: Platform, sandbox: Any, account_id: str
) -> None:
    sandbox.onboard(account_id)
    sandbox.drain()
    a_product(v2_platform, "ada@example.com")
    ben = v2_platform.person("ben@example.com")
    assert ben.post("/checkout/1", "/").status_code == 303
    [intent] = sandbox.objects("payment_intent")
    assert intent["transfer_data"]["destination"] == account_id


def test_a_platform_that_must_use_v2_is_told_the_two_ways_out(
    platform: Platform, sandbox: Any
) -> None:
    sandbox.settings.accounts_v1_support = False
    ada = platform.person("ada@example.com")
    answer = ada.post("/onboarding/start")

    assert answer.status_code == 502
    assert "STRIPE_ACCOUNTS_API=v2" in answer.text
    assert "feat_accounts_v1_support" in answer.text
    assert "Traceback" not in answer.text
    assert platform.database.only(User).account_id is None

    sandbox.settings.accounts_v1_support = True
    assert ada.post("/onboarding/start").status_code == 303
    assert platform.database.only(User).account_id is not None
