"""Whatever order events come in, and however often, our rows end up as Stripe's objects are."""

import itertools
from typing import Any

import pytest
from sqlalchemy import delete

from app.models import ApplicationFee, Charge, ConnectedAccount, Event, Payout, Transfer
from tests.platform_server import Platform
from tests.stories import Seller, a_seller, an_order, post_event

TOLD = (ConnectedAccount, Charge, ApplicationFee, Transfer, Payout)


@pytest.fixture
def seller(platform: Platform, sandbox: Any) -> Seller:
    return a_seller(platform, sandbox)


def rows(platform: Platform) -> list[dict[str, dict[str, object]]]:
    return [platform.database.told(model) for model in TOLD]


def test_all_orders_of_arrival_of_one_payments_events_give_the_same_rows(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    sandbox.drain()
    sandbox.hold()
    order = an_order(platform, seller)
    sandbox.pay(order.payment_intent_id)
    told = {"charge.succeeded", "charge.updated", "transfer.created", "application_fee.created"}
    story = [event for event in sandbox.events() if event["type"] in told]
    assert len(story) == 4

    endings = []
    for arrival in itertools.permutations(story):
        with platform.database.engine.begin() as connection:
            for model in (Event, Charge, ApplicationFee, Transfer):
                connection.execute(delete(model))
        for event in arrival:
            assert post_event(platform, sandbox, event) == 200
        endings.append(rows(platform))

    assert all(ending == endings[0] for ending in endings)
    [charge] = endings[0][TOLD.index(Charge)].values()
    assert charge["balance_transaction_id"] is not None


def test_a_delivery_twice_over_is_one_event_with_one_effect(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    sandbox.drain()
    before = rows(platform)
    for event in sandbox.events():
        assert post_event(platform, sandbox, event) == 200
    assert rows(platform) == before
    assert len(platform.database.all(Event)) == len({e["id"] for e in sandbox.events()})


def test_an_earlier_read_never_replaces_a_later_one(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    from app.extensions import db
    from app.projections.account import project_account
    from app.projections.told import begin_read

    sandbox.drain()
    with platform.app.app_context():
        earlier, later = begin_read(), begin_read()
        db.session.commit()
        sandbox.hold()
        sandbox.change_account(seller.account_id, "restrict")
        assert project_account(seller.account_id, None, later) != []
        db.session.commit()
        sandbox.onboard(seller.account_id)
        assert project_account(seller.account_id, None, earlier) == []
        db.session.commit()

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert account.read_at == later
    assert not account.charges_enabled


def test_events_that_wait_for_one_object_share_one_read(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    sandbox.drain()
    sandbox.hold()
    order = an_order(platform, seller)
    sandbox.pay(order.payment_intent_id)
    waiting = [e for e in sandbox.events() if e["type"].startswith("charge.")]
    assert len(waiting) >= 2

    from app import inbox

    with platform.app.app_context():
        for event in waiting:
            inbox.store(event, "platform")
        assert [f for f in inbox.drain(inbox.waiting()) if f] == []

    charge = platform.database.only(Charge)
    reads = [r for r in sandbox.requests if r[:2] == ("GET", f"/v1/charges/{charge.id}")]
    assert len(reads) == 1
    stored = [platform.database.fetch(Event, e["id"]) for e in waiting]
    assert {event.state for event in stored if event} == {"processed"}
    assert {event.read_at for event in stored if event} == {charge.read_at}


def test_an_event_says_which_columns_it_changed(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    sandbox.change_account(seller.account_id, "restrict")
    sandbox.drain()
    latest = [
        e for e in platform.database.all(Event) if e.changes and "charges_enabled" in e.changes
    ]
    assert latest, "no event changed charges_enabled"


def test_a_charge_that_no_order_asked_for_is_kept_all_the_same(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    with platform.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM orders")
    sandbox.pay(order.payment_intent_id)
    sandbox.drain()
    assert platform.database.only(Charge).payment_intent_id == order.payment_intent_id
