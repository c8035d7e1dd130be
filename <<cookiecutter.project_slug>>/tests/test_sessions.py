"""Sessions: a cookie that scripts and other sites cannot use, and that ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from app import create_app
from app.extensions import limiter
from app.models import User
from tests.people import PASSWORD, TOKEN
from tests.platform_server import Platform, serving
from tests.stories import a_seller


@pytest.fixture
def throttled_platform(
    settings: dict[str, str], sandbox: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Platform]:
    """The platform with its limits on, which the other tests do without."""
    monkeypatch.setattr(limiter, "enabled", True)
    stripe = {"STRIPE_SECRET_KEY": sandbox.secret_key, "STRIPE_API_BASE": sandbox.url}
    with serving({**settings, **stripe}) as platform:
        limiter.enabled = True
        yield platform


def cookies(settings: dict[str, str], public_url: str) -> list[str]:
    """What a sign-up sets, on a platform at that address."""
    app = create_app({**settings, "PUBLIC_URL": public_url})
    client = app.test_client()
    page = client.get("/auth/register", base_url=public_url)
    token = TOKEN.search(page.text)
    assert token
    answer = client.post(
        "/auth/register",
        base_url=public_url,
        data={"email": "ada@example.com", "password": PASSWORD, "csrf_token": token[1]},
        headers={"Referer": public_url},
    )
    assert answer.status_code == 303
    return answer.headers.getlist("Set-Cookie")


def test_outside_development_the_cookie_travels_over_https_only(settings: dict[str, str]) -> None:
    [cookie] = cookies(settings, "https://market.example.com")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {*cookie.split("; ")}
    assert "Domain" not in cookie


def test_in_development_it_differs_in_nothing_else(settings: dict[str, str]) -> None:
    [cookie] = cookies(settings, "http://127.0.0.1:8000")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {*cookie.split("; ")}
    assert "Secure" not in cookie


def test_the_session_holds_who_it_is_and_a_form_token_and_nothing_to_steal(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    seller.person.post("/onboarding/dashboard")
    interface = platform.app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(platform.app)
    assert isinstance(serializer, URLSafeTimedSerializer)

    held = serializer.loads(seller.person.session.cookies["session"])

    assert set(held) <= {"_user_id", "_fresh", "_id", "csrf_token"}
    assert held["_user_id"] == str(platform.database.only(User).id)


def test_a_session_of_another_secret_or_with_another_name_in_it_is_nobodys(
    platform: Platform,
) -> None:
    ada = platform.person("ada@example.com")
    good = ada.session.cookies["session"]
    other = create_app({**platform.settings, "SECRET_KEY": "another-key-that-only-this-test-uses"})
    interface = SecureCookieSessionInterface()
    forger = interface.get_signing_serializer(other)
    assert forger is not None
    for forged in (forger.dumps({"_user_id": "1", "_fresh": True}), good[:-1], "x" + good, ""):
        visitor = platform.visitor()
        visitor.session.headers["Cookie"] = f"session={forged}"
        assert visitor.get("/onboarding/return").status_code == 302


def test_a_session_ends_a_week_after_it_began(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = platform.person("ada@example.com")
    ada.get("/onboarding/return")  # its form's token is the last thing the session learns
    week = datetime.now(UTC) + timedelta(days=7)
    for moment, status in ((week - timedelta(minutes=1), 200), (week + timedelta(minutes=1), 302)):
        seconds = int(moment.timestamp())
        monkeypatch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda _, s=seconds: s)
        assert ada.get("/onboarding/return").status_code == status


def test_refreshing_a_link_in_a_loop_is_stopped_for_that_seller_alone(
    throttled_platform: Platform, sandbox: Any
) -> None:
    sandbox.connect_platform(throttled_platform.url)
    sellers = [throttled_platform.person(f"{name}@example.com") for name in ("ada", "ben")]
    for seller in sellers:
        assert seller.post("/onboarding/start").status_code == 303
    ada, ben = sellers

    statuses = [ada.get("/onboarding/refresh").status_code for _ in range(12)]

    assert statuses == [303] * 10 + [429] * 2
    assert ben.get("/onboarding/refresh").status_code == 303
    links = [request for request in sandbox.requests if request.path == "/v1/account_links"]
    assert len(links) == 2 + 10 + 1
