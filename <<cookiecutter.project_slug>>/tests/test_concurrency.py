"""At the same moment: fifty deliveries of one event, and the two halves of one order."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from threading import Event as Signal
from typing import Any

import requests

from app import reconciliation
from app.extensions import db
from app.models import Charge, Event, LooseEnd, Told, Transfer
from tests import told_rows
from tests.platform_server import Platform
from tests.stories import a_seller, an_order, user_of

DELIVERIES = 50


def test_fifty_simultaneous_deliveries_of_one_event_have_the_effect_of_one(
    platform: Platform, sandbox: Any
) -> None:
    order = an_order(platform, a_seller(platform, sandbox))
    sandbox.drain()
    sandbox.hold()
    sandbox.pay(order.payment_intent_id)
    [event] = sandbox.events("transfer.created")
    url, body, headers = sandbox.signed(event)
    together = Barrier(DELIVERIES)

    def deliver(_: int) -> int:
        together.wait()
        return requests.post(url, data=body, headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(DELIVERIES) as crowd:
        assert set(crowd.map(deliver, range(DELIVERIES))) == {200}

    [stored] = [each for each in platform.database.all(Event) if each.id == event["id"]]
    assert (stored.state, stored.attempts) == ("processed", 1)
    transfer = platform.database.only(Transfer)
    assert (transfer.amount, transfer.read_at) == (order.amount, stored.read_at)
    reads = [each for each in sandbox.requests if each.path == f"/v1/transfers/{transfer.id}"]
    assert len(reads) == 1
    assert platform.database.all(Charge) == []


def test_two_halves_of_an_order_told_at_once_leave_no_loose_end(lonely_platform: Platform) -> None:
    app = lonely_platform.app
    for name in ("ada", "ben"):
        lonely_platform.person(f"{name}@example.com")
    ada = told_rows.give_account(lonely_platform, "ada@example.com", "acct_ada")
    ben = user_of(lonely_platform, "ben@example.com")
    order = told_rows.an_order(lonely_platform, ben, ada, application_fee_amount=0)
    is_written = Signal()

    def tell(row: Told) -> None:
        db.session.add(row)
        db.session.flush()
        reconciliation.review(row.__tablename__, row.id)

    def transfer_is_told() -> None:
        with app.app_context():
            tell(told_rows.a_transfer(order))
            is_written.set()
            time.sleep(0.5)  # meanwhile the charge is told, and cannot see this half
            db.session.commit()

    def charge_is_told() -> None:
        is_written.wait(30)
        with app.app_context():
            tell(told_rows.a_charge(order))
            db.session.commit()

    with ThreadPoolExecutor(2) as workers:
        for worker in (workers.submit(transfer_is_told), workers.submit(charge_is_told)):
            worker.result(60)
    assert lonely_platform.database.all(LooseEnd) == []
