"""What the endpoints take in, what they turn away, and what is stored of it."""

import json
import time

import pytest
import stripe
from flask.testing import FlaskClient

from app.models import Event
from tests.platform_server import Database, Platform
from tests.stripe_events import (
    CONNECT_SECRET,
    PLATFORM_SECRET,
    THIN_SECRET,
    deliver,
    event,
    post,
    signature,
    thin_event,
)

UNKNOWN = event("price.created", "price_1")


@pytest.fixture
def client(lonely_platform: Platform) -> FlaskClient:
    return lonely_platform.app.test_client()


@pytest.fixture
def database(lonely_platform: Platform) -> Database:
    return lonely_platform.database


def test_a_signed_event_is_stored_and_answered_200(client: FlaskClient, database: Database) -> None:
    assert deliver(client, UNKNOWN).status_code == 200

    stored = database.only(Event)
    assert (stored.id, stored.type, stored.scope) == ("evt_price_1", "price.created", "platform")
    assert (stored.state, stored.noun) == ("ignored", None)


def test_the_same_body_with_one_byte_changed_is_refused(
    client: FlaskClient, database: Database
) -> None:
    body = json.dumps(UNKNOWN)
    header = signature(body, PLATFORM_SECRET)

    assert post(client, body.replace("price_1", "price_2"), header).status_code == 400
    assert database.all(Event) == []
    assert post(client, body, header).status_code == 200


def test_each_endpoint_takes_its_own_secret_and_no_other(
    client: FlaskClient, database: Database
) -> None:
    secrets = {"": PLATFORM_SECRET, "/connect": CONNECT_SECRET, "/thin": THIN_SECRET}
    for path in secrets:
        for other, secret in secrets.items():
            if other != path:
                assert deliver(client, UNKNOWN, secret, path).status_code == 400
    assert database.all(Event) == []


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        "t=1",
        "t=now,v1=00",
        "v1=00",
        "t=1,v1=",
        "t=1,v1=\xff\xfe",
        "t=99999999999999999999,v1=00",
        ",".join(["t=1"] + ["v1=00"] * 1000),
    ],
)
def test_a_header_that_is_no_signature_is_refused(
    client: FlaskClient, database: Database, header: str
) -> None:
    assert post(client, json.dumps(UNKNOWN), header).status_code == 400
    assert database.all(Event) == []


def test_a_signature_older_than_five_minutes_is_refused(
    client: FlaskClient, database: Database
) -> None:
    body = json.dumps(UNKNOWN)
    old = stripe.WebhookSignature.generate_signature_header(
        body, PLATFORM_SECRET, int(time.time()) - 301
    )
    assert post(client, body, old).status_code == 400
    assert database.all(Event) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"evt_1"',
        "{",
        "{}",
        '{"id": 1, "type": "charge.updated"}',
        json.dumps({**UNKNOWN, "id": "x" * 256}),
        json.dumps({**UNKNOWN, "id": "a\0b"}),
        json.dumps({**UNKNOWN, "created": None}),
        json.dumps({**UNKNOWN, "created": True}),
        json.dumps({**UNKNOWN, "type": ["charge.updated"]}),
        json.dumps({**UNKNOWN, "account": {}}),
        json.dumps({**event("charge.updated", "ch_1"), "data": None}),
        json.dumps({**event("charge.updated", "ch_1"), "data": {"object": {"id": {}}}}),
        "[" * 100_000,
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(
    client: FlaskClient, database: Database, body: str
) -> None:
    assert post(client, body, signature(body, PLATFORM_SECRET)).status_code == 400
    assert database.all(Event) == []


def test_a_body_that_is_not_utf_8_is_refused(client: FlaskClient, database: Database) -> None:
    assert post(client, b"\xff\xfe", "t=1,v1=00").status_code == 400
    assert database.all(Event) == []


def test_a_body_beyond_all_measure_is_refused(client: FlaskClient, database: Database) -> None:
    body = json.dumps({**UNKNOWN, "padding": "x" * 1024 * 1024})
    assert post(client, body, signature(body, PLATFORM_SECRET)).status_code == 413
    assert database.all(Event) == []


def test_thin_and_snapshot_events_do_not_pass_at_each_others_endpoint(
    client: FlaskClient, database: Database
) -> None:
    thin = thin_event("v2.core.account.updated", "acct_1")
    assert deliver(client, thin, PLATFORM_SECRET).status_code == 400
    assert deliver(client, UNKNOWN, THIN_SECRET, "/thin").status_code == 400
    assert database.all(Event) == []


@pytest.mark.parametrize(
    ("nudge", "secret", "path", "reason"),
    [
        (UNKNOWN, PLATFORM_SECRET, "", "does not listen"),
        (event("charge.updated", "ch_1", livemode=True), PLATFORM_SECRET, "", "livemode"),
        (
            event("charge.updated", "ch_1", account="acct_1"),
            CONNECT_SECRET,
            "/connect",
            "another endpoint",
        ),
        (event("account.updated", "acct_1"), CONNECT_SECRET, "/connect", "names no account"),
        (
            event("payout.paid", "po_1", account="acct_1"),
            PLATFORM_SECRET,
            "",
            "at the platform's endpoint",
        ),
    ],
)
def test_what_is_not_ours_to_act_on_is_stored_as_ignored_with_the_reason(
    client: FlaskClient,
    database: Database,
    nudge: dict[str, object],
    secret: str,
    path: str,
    reason: str,
) -> None:
    assert deliver(client, nudge, secret, path).status_code == 200

    stored = database.only(Event)
    assert stored.state == "ignored"
    assert reason in str(stored.reason)


def test_an_event_that_cannot_be_processed_is_stored_and_answered_500(
    client: FlaskClient, database: Database
) -> None:
    charge = event("charge.updated", "ch_1")
    assert deliver(client, charge).status_code == 500
    assert deliver(client, charge).status_code == 500

    stored = database.only(Event)
    assert (stored.state, stored.attempts, stored.claimed_at) == ("waiting", 2, None)
    assert "could not be reached" in str(stored.error)
    assert stored.next_attempt_at is not None


def test_webhooks_refuse_to_be_read(client: FlaskClient) -> None:
    for path in ("", "/connect", "/thin"):
        assert client.get(f"/webhooks/stripe{path}").status_code == 405


def test_no_redirect_stands_before_an_endpoint(client: FlaskClient) -> None:
    # Stripe counts a redirect as a failure: docs.stripe.com/webhooks#fix-http-status-codes
    for path in ("", "/connect", "/thin"):
        assert client.post(f"/webhooks/stripe{path}").status_code == 400
