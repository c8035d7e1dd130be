"""Fifty deliveries of one event at the same moment: one row, one read of Stripe, one effect."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import requests

from app.models import Charge, Event, Transfer
from tests.platform_server import Platform
from tests.stories import a_seller, an_order

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
