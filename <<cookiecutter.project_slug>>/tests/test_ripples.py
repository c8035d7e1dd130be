"""What happens to a dispute or a refund also happens to its charge, of which no event tells."""

from typing import Any

import pytest

from app.models import Charge, Refund
from tests.platform_server import Platform
from tests.stories import a_seller, an_order


@pytest.fixture
def charge_id(platform: Platform, sandbox: Any) -> str:
    order = an_order(platform, a_seller(platform, sandbox))
    sandbox.pay(order.payment_intent_id, card="4000000000005126")  # its refunds fail later
    sandbox.drain()
    return platform.database.only(Charge).id


def test_a_dispute_marks_its_charge(platform: Platform, sandbox: Any, charge_id: str) -> None:
    assert not platform.database.only(Charge).disputed
    sandbox.dispute(charge_id)
    sandbox.drain()
    assert platform.database.only(Charge).disputed


def test_a_refund_that_fails_gives_the_charge_its_amount_back(
    platform: Platform, sandbox: Any, charge_id: str
) -> None:
    sandbox.settings.payout_step = 0.5  # between the refund and its failure
    sandbox.refund(charge_id)
    sandbox.drain()
    assert platform.database.only(Refund).status == "failed"
    assert platform.database.only(Charge).amount_refunded == 0
