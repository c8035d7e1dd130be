"""What is taken from a signed event: only what a row can hold, whatever version it speaks."""

import json

import pytest
from flask.testing import FlaskClient

from app import stripe_api
from app.models import Event
from tests.platform_server import Platform, serving
from tests.stripe_events import PLATFORM_SECRET, deliver, event, post, signature

CHARGE = event("charge.updated", "ch_1")


@pytest.fixture
def client(lonely_platform: Platform) -> FlaskClient:
    return lonely_platform.app.test_client()


@pytest.mark.parametrize(
    "wrong",
    [
        {"livemode": "false"},
        {"livemode": None},
        {"created": 2**63},
        {"created": -1},
        {"created": "0001-01-01T00:00:00+14:00"},
        {"id": "evt_\ud800"},
        {"type": "charge.updated\n"},
        {"account": "acct_\udfff"},
        {"api_version": "\x00"},
    ],
)
def test_a_signed_event_that_no_row_can_hold_is_refused(
    lonely_platform: Platform, client: FlaskClient, wrong: dict[str, object]
) -> None:
    body = json.dumps({**CHARGE, **wrong})
    assert post(client, body, signature(body, PLATFORM_SECRET)).status_code == 400
    assert lonely_platform.database.all(Event) == []


@pytest.mark.parametrize("version", ["2020-08-27", "2026-03-25.dahlia"])
def test_an_event_of_another_major_version_is_taken_and_reported(
    lonely_platform: Platform,
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    version: str,
) -> None:
    deliver(client, {**CHARGE, "api_version": version})

    assert lonely_platform.database.only(Event).state == "waiting"
    [report] = [line for line in caplog.messages if "API version" in line]
    assert version in report
    assert stripe_api.API_VERSION in report


def test_a_later_month_of_the_same_major_version_is_no_news(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    major = stripe_api.API_VERSION.rpartition(".")[2]
    deliver(client, {**CHARGE, "api_version": f"2026-12-30.{major}"})
    assert "API version" not in caplog.text


def test_while_a_secret_is_being_replaced_the_old_and_the_new_one_are_good(
    settings: dict[str, str],
) -> None:
    both = {**settings, "STRIPE_WEBHOOK_SECRET": f"whsec_the_new_one,{PLATFORM_SECRET}"}
    with serving(both) as platform:
        client = platform.app.test_client()
        unknown = event("price.created", "price_1")
        for secret in ("whsec_the_new_one", PLATFORM_SECRET):
            assert deliver(client, unknown, secret).status_code == 200
        assert deliver(client, unknown, "whsec_a_third_one").status_code == 400
