"""Whatever is wrong is named, with the step that mends it; what is right is not spoken of."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stripe
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from app.events import CONNECT, PLATFORM, enabled_at
from app.models import Event
from app.models.columns import now
from app.models.event import PROCESSED, WAITING
from tests.commands import report, run
from tests.databases import dispose
from tests.platform_server import Platform
from tests.stories import a_seller

Plant = Callable[[Platform, Any], None]


@pytest.fixture
def right(platform: Platform) -> Platform:
    """A platform whose endpoints at Stripe are as the table wants them."""
    run(platform.app, "stripe", "endpoints", "update")
    return platform


@pytest.fixture
def with_settings(right: Platform) -> Iterator[Callable[..., Flask]]:
    """The right platform's app, but for these settings."""
    started = []

    def start(**changed: str) -> Flask:
        started.append(create_app({**right.settings, **changed}))
        return started[-1]

    yield start
    for app in started:
        with app.app_context():
            dispose(app)


def findings(app: Flask, code: int = 1) -> list[tuple[str, str]]:
    said = report(app, "stripe", "doctor", code=code)["findings"]
    return [(each["problem"], each["fix"]) for each in said]


def api(sandbox: Any) -> stripe.StripeClient:
    return stripe.StripeClient(sandbox.secret_key, base_addresses={"api": sandbox.url})


def at(platform: Platform, sandbox: Any, path: str) -> str:
    """The id of the endpoint that Stripe has for this path."""
    listed = api(sandbox).v1.webhook_endpoints.list({"limit": 100})
    [found] = [each.id for each in listed if each.url == platform.url + path]
    return found


def test_a_right_configuration_is_not_spoken_of(right: Platform) -> None:
    assert run(right.app, "stripe", "doctor") == ""
    assert report(right.app, "stripe", "doctor") == {"findings": []}


@pytest.mark.parametrize(
    ("name", "value", "problem", "fix"),
    [
        ("DATABASE_URL", "sqlite:///{folder}/new.db", "Migrations are waiting", "flask db upgrade"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/none", "does not answer", "start it"),
        ("STRIPE_SECRET_KEY", "sk_test_51SomebodyElses", "refuses this app's key", "apikeys"),
        ("STRIPE_API_BASE", "http://127.0.0.1:9", "could not be reached", "STRIPE_API_BASE"),
        ("PUBLIC_URL", "https://new.example.com", "No endpoint takes events", "endpoints create"),
    ],
)
def test_a_setting_that_only_looks_right_is_named_with_its_fix(
    with_settings: Callable[..., Flask],
    tmp_path: Path,
    name: str,
    value: str,
    problem: str,
    fix: str,
) -> None:
    said = findings(with_settings(**{name: value.format(folder=tmp_path)}))
    assert any(problem in found and fix in mended for found, mended in said), said


def no_connect_endpoint(platform: Platform, sandbox: Any) -> None:
    found = at(platform, sandbox, "/webhooks/stripe/connect")
    api(sandbox).v1.webhook_endpoints.delete(found)


def sellers_endpoint_hears_of_the_platform(platform: Platform, sandbox: Any) -> None:
    no_connect_endpoint(platform, sandbox)
    make(platform, sandbox, "/webhooks/stripe/connect", CONNECT, connect=False)


def an_old_version(platform: Platform, sandbox: Any) -> None:
    api(sandbox).v1.webhook_endpoints.delete(at(platform, sandbox, "/webhooks/stripe"))
    make(platform, sandbox, "/webhooks/stripe", PLATFORM, api_version="2024-06-20")


def make(platform: Platform, sandbox: Any, path: str, scope: str, **more: Any) -> None:
    wish: Any = {
        "url": platform.url + path,
        "enabled_events": enabled_at(scope),
        "api_version": stripe.api_version,
        **more,
    }
    api(sandbox).v1.webhook_endpoints.create(wish)


def two_endpoints_for_one_route(platform: Platform, sandbox: Any) -> None:
    make(platform, sandbox, "/webhooks/stripe", PLATFORM)


def one_event_not_taken(platform: Platform, sandbox: Any) -> None:
    types: Any = [name for name in enabled_at(PLATFORM) if name != "charge.updated"]
    found = at(platform, sandbox, "/webhooks/stripe")
    api(sandbox).v1.webhook_endpoints.update(found, {"enabled_events": types})


def a_disabled_endpoint(platform: Platform, sandbox: Any) -> None:
    found = at(platform, sandbox, "/webhooks/stripe/connect")
    api(sandbox).v1.webhook_endpoints.update(found, {"disabled": True})


def no_thin_endpoint(platform: Platform, sandbox: Any) -> None:
    for each in api(sandbox).v2.core.event_destinations.list().auto_paging_iter():
        if each.event_payload == "thin":
            api(sandbox).v2.core.event_destinations.delete(each.id)


def a_clock_that_is_behind(platform: Platform, sandbox: Any) -> None:
    sandbox.settings.clock_ahead = 400


def accounts_v1_is_refused(platform: Platform, sandbox: Any) -> None:
    sandbox.settings.accounts_v1_support = False


def an_event_that_never_arrived(platform: Platform, sandbox: Any) -> None:
    sandbox.faults.drop("charge.failed")
    sandbox.faults.same_second(int(time.time()) - 3600)
    own: Any = {"amount": 10_00, "currency": "usd", "confirm": True,
                "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
                "payment_method": "pm_card_visa_chargeDeclined"}  # fmt: skip
    with pytest.raises(stripe.CardError):
        api(sandbox).v1.payment_intents.create(own)


def swapped_secrets(platform: Platform, sandbox: Any) -> None:
    seller = a_seller(platform, sandbox)
    sandbox.drain()
    sandbox.swap_secrets()
    sandbox.faults.same_second(int(time.time()) - 3600, times=10)
    sandbox.change_account(seller.account_id, "restrict")


def a_live_event_among_the_rows(platform: Platform, sandbox: Any) -> None:
    keep(platform, livemode=True, state=PROCESSED)


def an_event_that_waits(platform: Platform, sandbox: Any) -> None:
    keep(platform, livemode=False, state=WAITING, received_at=now() - timedelta(hours=1))


def keep(platform: Platform, **columns: Any) -> None:
    row = Event(id="evt_1", type="charge.updated", scope=PLATFORM, noun="charges",
                object_id="ch_1", created=1, **columns)  # fmt: skip
    with Session(platform.database.engine) as session:
        session.add(row)
        session.commit()


@pytest.mark.parametrize(
    ("plant", "problem", "fix"),
    [
        (no_connect_endpoint, "Connected accounts", "flask stripe endpoints create"),
        (sellers_endpoint_hears_of_the_platform, "from @self", "update --recreate connect"),
        (an_old_version, "speaks 2024-06-20", "update --recreate platform"),
        (two_endpoints_for_one_route, "2 endpoints lead to", "delete all but one"),
        (one_event_not_taken, "does not take charge.updated", "flask stripe endpoints update"),
        (a_disabled_endpoint, "is disabled", "flask stripe endpoints update"),
        (no_thin_endpoint, "thin events", "flask stripe endpoints create"),
        (a_clock_that_is_behind, "seconds behind Stripe", "timedatectl set-ntp true"),
        (accounts_v1_is_refused, "POST /v1/accounts", "STRIPE_ACCOUNTS_API=v2"),
        (an_event_that_never_arrived, "1 events older", "flask stripe backfill --since 7d"),
        (swapped_secrets, "latest sellers never came", "STRIPE_CONNECT_WEBHOOK_SECRET"),
        (a_live_event_among_the_rows, "come from live events", "DATABASE_URL"),
        (an_event_that_waits, "1 stored events wait", "flask stripe work"),
    ],
)
def test_what_is_wrong_is_named_with_its_fix(
    right: Platform, sandbox: Any, plant: Plant, problem: str, fix: str
) -> None:
    plant(right, sandbox)
    [(found, mended)] = findings(right.app)
    assert problem in found
    assert fix in mended
    # A count of seconds may have gone on since, so the two are not held to the same words.
    named, with_fix = run(right.app, "stripe", "doctor", code=1).splitlines()
    assert named.startswith("wrong: ")
    assert problem in named
    assert with_fix.startswith("  fix: ")
    assert fix in with_fix


def test_accounts_made_through_v2_need_thin_events(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(STRIPE_ACCOUNTS_API="v2", STRIPE_THIN_WEBHOOK_SECRET="")
    [(problem, fix)] = findings(app)
    assert "told of by thin events" in problem
    assert "flask stripe endpoints create" in fix


def test_what_only_deserves_a_warning_ends_with_0(platform: Platform) -> None:
    every = findings(platform.app, code=0)
    assert [fix for _, fix in every] == ["flask stripe endpoints update"] * 3
    assert all("takes every event" in problem for problem, _ in every)


def test_a_fee_below_stripes_cost_deserves_a_warning(with_settings: Callable[..., Flask]) -> None:
    [(problem, fix)] = findings(with_settings(APPLICATION_FEE_BPS="100"), code=0)
    assert "each sale loses money" in problem
    assert "APPLICATION_FEE_BPS" in fix
