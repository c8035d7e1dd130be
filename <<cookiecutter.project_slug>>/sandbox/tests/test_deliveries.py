"""Events arrive signed, at the right door, and again until somebody says 2xx."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe

from sandbox import Sandbox
from sandbox.pytest_plugin import SETTINGS
from sandbox.scenario import client, new_intent, new_seller
from sandbox.tests.conftest import Listener

FAMILIES = {
    "account.updated": "connect",
    "charge.succeeded": "platform",
    "application_fee.created": "platform",
    "transfer.created": "platform",
    "payout.paid": "connect",
}


def a_sale(sandbox: Sandbox, api: stripe.StripeClient) -> str:
    """Onboard, sell, pay out: the whole spine; the seller's id."""
    seller = new_seller(api)
    sandbox.onboard(seller)
    sandbox.pay(new_intent(api, seller))
    sandbox.payout(seller)
    return seller


def test_the_five_families_arrive_signed_at_the_right_endpoint(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    seller = a_sale(sandbox, api)
    sandbox.drain()
    assert listener.refused == 0
    for type, scope in FAMILIES.items():
        [(came_by, event)] = [each for each in listener.kept if each[1]["type"] == type]
        assert came_by == scope
        assert event.get("account") == (seller if scope == "connect" else None)


def test_with_the_two_secrets_swapped_all_of_them_bounce(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    sandbox.swap_secrets()
    a_sale(sandbox, api)
    sandbox.drain()
    assert listener.kept == []
    assert listener.refused >= len(sandbox.events())
    assert {each["state"] for each in sandbox.deliveries()} == {"gave_up"}


def test_thin_events_come_by_a_door_of_their_own(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    api.v2.core.accounts.create({"contact_email": "ida@example.com"})
    sandbox.drain()
    [(scope, event)] = listener.kept
    assert (scope, event["type"]) == ("thin", "v2.core.account.created")
    notification = api.parse_event_notification(*_signed(sandbox, event["id"]))
    assert notification.type == "v2.core.account.created"


def _signed(sandbox: Sandbox, event: str) -> tuple[bytes, str, str]:
    _, body, headers = sandbox.signed(event)
    return body, headers["Stripe-Signature"], str(SETTINGS["thin_secret"])


def test_what_was_not_answered_with_2xx_comes_again(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    answers = iter([500, 302, 404])
    listener.answer = lambda event: next(answers, 200)
    new_seller(api)
    sandbox.onboard(new_seller(api))
    sandbox.drain()
    assert len(listener.kept) == len(sandbox.events())
    assert sum(each["attempts"] for each in sandbox.deliveries()) == len(listener.kept) + 3


def test_what_is_owed_survives_a_restart(tmp_path: Path, listener: Listener) -> None:
    path = tmp_path / "kept.db"
    with Sandbox(path, **SETTINGS) as first:
        first.connect_platform(listener.url)
        first.hold()
        first.onboard(new_seller(client(first)))
        owed = len(first.events())
    assert listener.kept == []
    with Sandbox(path, **SETTINGS) as second:
        second.drain()
        assert len(listener.kept) == owed > 0
        assert second.objects("account")[0]["charges_enabled"]


def test_held_deliveries_wait_and_flow_again(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    sandbox.hold()
    sandbox.onboard(new_seller(api))
    assert listener.kept == []
    with pytest.raises(RuntimeError, match="held"):
        sandbox.drain()
    sandbox.release()
    sandbox.drain()
    assert len(listener.kept) == len(sandbox.events())


def test_the_platform_may_call_back_while_it_is_being_told(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    def read_it(event: dict[str, Any]) -> int:
        if event["type"] == "account.updated":
            api.v1.accounts.retrieve(event["data"]["object"]["id"])
        return 200

    listener.answer = read_it
    sandbox.onboard(new_seller(api))
    sandbox.drain()
    assert {each["state"] for each in sandbox.deliveries()} == {"delivered"}


def test_signed_bytes_can_be_posted_by_hand_and_one_changed_byte_is_noticed(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    sandbox.hold()
    sandbox.onboard(new_seller(api))
    event = sandbox.events("account.updated")[0]
    url, body, headers = sandbox.signed(event["id"])
    assert requests.post(url, data=body, headers=headers, timeout=10).status_code == 200
    changed = body.replace(b"account.updated", b"account.updatec")
    assert requests.post(url, data=changed, headers=headers, timeout=10).status_code == 400
    _, _, old = sandbox.signed(event, timestamp=event["created"] - 3600)
    assert requests.post(url, data=body, headers=old, timeout=10).status_code == 400


def test_an_event_can_be_delivered_again(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    sandbox.onboard(new_seller(api))
    sandbox.drain()
    event = sandbox.events("account.updated")[0]
    assert sandbox.deliver(event["id"]) == [200]
    assert [each["id"] for _, each in listener.kept].count(event["id"]) == 2


def test_missed_events_can_be_listed_by_those_who_were_away(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    sandbox.faults.drop("charge.succeeded")
    seller = a_sale(sandbox, api)
    sandbox.drain()
    missed = api.v1.events.list({"delivery_success": False})
    assert [each.type for each in missed.data] == ["charge.succeeded"]
    assert api.v1.events.retrieve(missed.data[0].id).type == "charge.succeeded"
    own = {each.type for each in api.v1.events.list({"limit": 100}).data}
    assert "payout.paid" not in own
    sellers = api.v1.events.list({"types": ["payout.*"]}, {"stripe_account": seller})
    assert [each.type for each in sellers.data][:2] == [
        "payout.reconciliation_completed",
        "payout.paid",
    ]


def test_the_body_is_json_and_says_whose_request_caused_it(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient, seller: str
) -> None:
    wish: Any = {"amount": 10_00, "currency": "usd"}
    api.v1.payment_intents.create(wish, {"idempotency_key": "order-1"})
    sandbox.drain()
    event = sandbox.events("payment_intent.created")[0]
    assert event["request"]["idempotency_key"] == "order-1"
    assert event["request"]["id"].startswith("req_")
    assert json.loads(sandbox.signed(event["id"]).body) == event
