"""Endpoints made and mended at Stripe from the one table, and the table as people read it."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe
from flask import Flask

from app import ailing, create_app
from app.config import BadConfig
from app.events import CONNECT, ENDPOINTS, PLATFORM, enabled_at
from app.models import ConnectedAccount
from tests.commands import report, run
from tests.databases import dispose
from tests.platform_server import Platform, serving
from tests.settings import SETTINGS
from tests.stories import a_seller

SECRETS = [endpoint.setting for endpoint in ENDPOINTS.values()]


@pytest.fixture
def beside(settings: dict[str, str], sandbox: Any) -> dict[str, str]:
    """Settings of a platform that the sandbox knows nothing of, at an address of its own."""
    return {
        **settings,
        "PUBLIC_URL": "https://market.example.com",
        "STRIPE_SECRET_KEY": sandbox.secret_key,
        "STRIPE_API_BASE": sandbox.url,
    }


@pytest.fixture
def app(beside: dict[str, str]) -> Iterator[Flask]:
    app = create_app(beside)
    yield app
    with app.app_context():
        dispose(app)


def held(sandbox: Any) -> list[Any]:
    """What Stripe has, oldest first."""
    api = stripe.StripeClient(sandbox.secret_key, base_addresses={"api": sandbox.url})
    listed = api.v2.core.event_destinations.list({"include": ["webhook_endpoint.url"]})
    return [*listed.auto_paging_iter()][::-1]


def test_three_endpoints_are_made_as_the_table_has_them(app: Flask, sandbox: Any) -> None:
    said = run(app, "stripe", "endpoints", "create")

    made = held(sandbox)
    assert [
        (each.webhook_endpoint.url, each.event_payload, each.events_from, each.snapshot_api_version)
        for each in made
    ] == [
        ("https://market.example.com/webhooks/stripe", "snapshot", ["@self"], stripe.api_version),
        ("https://market.example.com/webhooks/stripe/connect", "snapshot", ["@accounts"],
         stripe.api_version),
        ("https://market.example.com/webhooks/stripe/thin", "thin", ["@self"], None),
    ]  # fmt: skip
    assert [{*each.enabled_events} for each in made] == [{*enabled_at(each)} for each in ENDPOINTS]
    for name in SECRETS:
        assert said.count(f"\n{name}=whsec_") == 1


def test_no_endpoint_is_made_twice(app: Flask, sandbox: Any) -> None:
    run(app, "stripe", "endpoints", "create")
    said = report(app, "stripe", "endpoints", "create")
    assert len(held(sandbox)) == 3
    assert said["secrets"] == {}
    assert all("exists already" in line for line in said["said"])


def test_the_secrets_that_are_printed_vouch_for_what_is_delivered(
    settings: dict[str, str], sandbox: Any
) -> None:
    settings = {
        **settings,
        "STRIPE_SECRET_KEY": sandbox.secret_key,
        "STRIPE_PUBLISHABLE_KEY": sandbox.publishable_key,
        "STRIPE_API_BASE": sandbox.url,
    }
    with serving(settings) as platform:
        secrets = report(platform.app, "stripe", "endpoints", "create")["secrets"]
        for scope, endpoint in ENDPOINTS.items():
            platform.app.config["WEBHOOK_SECRETS"][scope] = [secrets[endpoint.setting]]
        seller = a_seller(platform, sandbox)
        sandbox.drain()
        told = platform.database.fetch(ConnectedAccount, seller.account_id)
        assert told is not None
        assert told.charges_enabled
        assert {each["status"] for each in sandbox.deliveries()} == {200}


def test_endpoints_can_be_made_before_their_secrets_are_known(
    beside: dict[str, str], sandbox: Any
) -> None:
    environ = {**beside, **dict.fromkeys(SECRETS[:2], "")}
    with pytest.raises(BadConfig) as refusal:
        create_app(environ)
    words = ["flask", "stripe", "endpoints", "create"]
    said = report(ailing.app_for(words, environ, refusal.value), *words[1:])

    assert said["secrets"].keys() == {*SECRETS}
    create_app({**environ, **said["secrets"]})


def test_update_takes_what_is_not_in_the_table_away_and_adds_what_is_missing(
    app: Flask, sandbox: Any
) -> None:
    run(app, "stripe", "endpoints", "create")
    api = stripe.StripeClient(sandbox.secret_key, base_addresses={"api": sandbox.url})
    first = held(sandbox)[0].id
    api.v2.core.event_destinations.update(first, {"enabled_events": ["charge.failed", "plan.*"]})
    api.v2.core.event_destinations.disable(first)

    run(app, "stripe", "endpoints", "update")
    assert {*held(sandbox)[0].enabled_events} == {*enabled_at(PLATFORM)}
    assert held(sandbox)[0].status == "enabled"
    assert report(app, "stripe", "doctor")["findings"] == []


def test_update_says_what_stripe_never_changes_and_makes_another_when_told(
    app: Flask, sandbox: Any
) -> None:
    run(app, "stripe", "endpoints", "create")
    old = held(sandbox)[1]
    api = stripe.StripeClient(sandbox.secret_key, base_addresses={"api": sandbox.url})
    api.v2.core.event_destinations.delete(old.id)
    made = api.v1.webhook_endpoints.create(
        {"url": old.webhook_endpoint.url, "connect": True, "api_version": "2024-06-20",
         "enabled_events": ["account.updated"]}
    )  # fmt: skip

    [refusal] = report(app, "stripe", "endpoints", "update", code=1)["failures"]
    assert "speaks 2024-06-20" in refusal
    assert "update --recreate connect" in refusal

    said = report(app, "stripe", "endpoints", "update", "--recreate", CONNECT)
    assert said["secrets"].keys() == {"STRIPE_CONNECT_WEBHOOK_SECRET"}
    assert made.id not in {each.id for each in held(sandbox)}
    assert len(held(sandbox)) == 3
    assert report(app, "stripe", "doctor")["findings"] == []


def test_a_lost_secret_is_replaced_though_nothing_else_is_wrong(
    beside: dict[str, str], app: Flask, sandbox: Any
) -> None:
    run(app, "stripe", "endpoints", "create")
    old = held(sandbox)[2].id
    without = create_app({**beside, "STRIPE_THIN_WEBHOOK_SECRET": ""})
    said = report(without, "stripe", "endpoints", "update", "--recreate", "thin")
    assert said["secrets"].keys() == {"STRIPE_THIN_WEBHOOK_SECRET"}
    assert old not in {each.id for each in held(sandbox)}
    with without.app_context():
        dispose(without)


def test_update_makes_none(app: Flask, sandbox: Any) -> None:
    failures = report(app, "stripe", "endpoints", "update", code=1)["failures"]
    assert len(failures) == 3
    assert all("flask stripe endpoints create" in each for each in failures)
    assert held(sandbox) == []


def test_a_secret_that_was_told_is_shown_whatever_fails_after_it(app: Flask, sandbox: Any) -> None:
    sandbox.faults.answer(400, on_call=2, path="/v2/core/event_destinations", method="POST")
    said = report(app, "stripe", "endpoints", "create", code=1)
    assert said["secrets"].keys() == {SECRETS[0], SECRETS[2]}
    assert len(said["failures"]) == 1


def test_stripe_is_not_asked_to_deliver_to_a_laptop() -> None:
    laptop = create_app({**SETTINGS, "STRIPE_API_BASE": "", "PUBLIC_URL": "http://127.0.0.1:8000"})
    for command in ("create", "update"):
        assert "flask stripe listen" in run(laptop, "stripe", "endpoints", command, code=1)


def test_listen_prints_the_line_for_stripes_own_cli(lonely_platform: Platform) -> None:
    said = shlex.split(run(lonely_platform.app, "stripe", "listen"))
    assert said[:3] == ["stripe", "listen", "--latest"]
    options = dict(zip(said[3::2], said[4::2], strict=True))
    url = lonely_platform.url
    assert options["--forward-to"] == f"{url}/webhooks/stripe"
    assert options["--forward-connect-to"] == f"{url}/webhooks/stripe/connect"
    assert options["--forward-thin-to"] == f"{url}/webhooks/stripe/thin"
    assert {*options["--events"].split(",")} == {*enabled_at(PLATFORM), *enabled_at(CONNECT)}
    assert options["--thin-events"].split(",") == enabled_at("thin")


def test_the_page_of_events_is_current(lonely_platform: Platform) -> None:
    page = (Path(__file__).parents[1] / "docs" / "events.md").read_text()
    assert page == run(lonely_platform.app, "stripe", "events"), "flask stripe events > the page"
    rows = report(lonely_platform.app, "stripe", "events")
    assert all(f"`{row['type']}`" in page for row in rows)
