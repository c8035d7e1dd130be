"""An example to begin with: your own code tested on the sandbox, with nothing mocked."""

from typing import Any

from app import reconciliation
from tests.platform_server import Platform
from tests.stories import a_seller, an_order


def test_a_sale_settles_whatever_happens_to_its_events(platform: Platform, sandbox: Any) -> None:
    order = an_order(platform, a_seller(platform, sandbox))
    sandbox.faults.duplicate("charge.succeeded")
    sandbox.faults.reorder(3)

    sandbox.pay(order.payment_intent_id)
    sandbox.drain()

    with platform.app.app_context():
        assert reconciliation.story(order).state == "settled"
