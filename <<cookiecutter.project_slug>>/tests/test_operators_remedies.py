"""What an operator may do about it: act on an event again, read an account again."""

from typing import Any

import pytest
from sqlalchemy import update

from app.models import Charge, Event, Order
from tests.people import Person
from tests.platform_server import Platform
from tests.reading import an_operator, rows, words
from tests.stories import Seller, a_seller
from tests.stories import an_order as ordered
from tests.told_rows import (
    an_event,
    plant,
)


@pytest.fixture
def olga(lonely_platform: Platform) -> Person:
    return an_operator(lonely_platform)


def paid_order(platform: Platform, seller: Seller, sandbox: Any) -> Order:
    """An order paid at the sandbox, all of it told."""
    order = ordered(platform, seller)
    sandbox.pay(order.payment_intent_id)
    sandbox.drain()
    return order


def test_a_replay_that_fails_says_why_and_the_event_goes_on_waiting(
    lonely_platform: Platform, olga: Person, caplog: pytest.LogCaptureFixture
) -> None:
    plant(
        lonely_platform,
        an_event("evt_1", "processed", attempts=1),
        an_event("evt_2", "ignored", reason="it is of the other mode"),
    )
    answer = olga.post("/operator/events/evt_1/replay", "/operator/events")
    assert answer.status_code == 303
    event = lonely_platform.database.fetch(Event, "evt_1")
    assert event is not None
    assert event.state == "waiting"
    assert "StripeUnavailable" in words(olga, "/operator/events")
    assert "operator olga@example.com replays evt_1" in caplog.text

    olga.post("/operator/events/evt_2/replay", "/operator/events")
    assert "evt_2 was ignored: it is of the other mode" in words(olga, "/operator/events")


def test_an_account_changed_without_an_event_is_seen_by_reading_it_again(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    olga = an_operator(platform)
    sandbox.hold()
    sandbox.change_account(seller.account_id, "restrict")
    sandbox.forget_deliveries()
    sandbox.release()
    assert "Ready" in rows(olga, "/operator/sellers")[0]

    answer = olga.post(f"/operator/accounts/{seller.account_id}/resync", "/operator/sellers")
    assert answer.status_code == 303
    page = words(olga, "/operator/sellers")
    assert "Done. Changed:" in page
    assert "Not ready" in page
    assert olga.post("/operator/accounts/acct_unknown/resync", "/operator").status_code == 404


def test_a_replay_reads_the_object_again_and_leads_back_to_the_order(
    platform: Platform, sandbox: Any
) -> None:
    order = paid_order(platform, a_seller(platform, sandbox), sandbox)
    olga = an_operator(platform)
    [charge] = platform.database.all(Charge)
    [event] = [e for e in platform.database.all(Event) if e.type == "charge.succeeded"]
    with platform.database.engine.begin() as connection:
        connection.execute(update(Charge).values(amount=1))
    path = f"/operator/orders/{order.reference}"
    assert "Mismatch" in words(olga, path)

    answer = olga.post(f"/operator/events/{event.id}/replay", path, order=order.reference)
    assert answer.headers["Location"] == path
    assert platform.database.only(Charge).amount == charge.amount
    page = words(olga, path)
    assert "Done. Changed: amount." in page
    assert "Settled" in page
