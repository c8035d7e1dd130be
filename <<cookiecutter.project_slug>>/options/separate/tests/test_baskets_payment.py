"""One payment over three sellers: asked for with our figures, and one transfer each, once."""

from typing import Any

import pytest

from app.models import Charge, Transfer
from app.separate.models import BasketOrder
from tests.baskets import Market, a_market, work
from tests.platform_server import Platform


@pytest.fixture
def market(platform: Platform, sandbox: Any) -> Market:
    return a_market(platform, sandbox)


def asked(market: Market, path: str) -> list[dict[str, Any]]:
    return [each.params for each in market.sandbox.requests if each[:2] == ("POST", path)]


def test_the_separate_charge_crosses_the_wire_with_our_figures_and_no_destination(
    market: Market,
) -> None:
    order = market.order()

    [params] = asked(market, "/v1/payment_intents")
    assert params == {
        "amount": "15000",
        "currency": "usd",
        "allowed_payment_method_types": ["card"],
        "transfer_group": order.reference,
        "metadata": {"basket_order": order.reference},
    }


def test_each_seller_gets_one_transfer_of_the_charge_when_it_is_confirmed(market: Market) -> None:
    order = market.order()
    assert market.transfers() == []
    market.pay(order)

    charge = market.charge(order)
    assert market.transfers() == market.each_got(45_00)
    for transfer in market.platform.database.all(Transfer):
        assert transfer.source_transaction == charge.id
        assert transfer.transfer_group == order.reference
    ids = {share.stripe_id for share in market.shares().values()}
    assert ids == {each["id"] for each in market.sandbox.objects("transfer")}


def test_two_things_of_one_seller_are_one_transfer(market: Market) -> None:
    ada = market.sellers[0]
    ada.person.post("/seller/products", "/seller", name="A vase", price="20.01")
    market.buyer.post(f"/basket/items/{market.sellers[-1].product_id + 1}", "/")
    market.pay(market.order())

    assert (ada.account_id, 45_00 + 18_01, 0) in market.transfers()
    assert len(market.transfers()) == 3


def test_events_that_come_twice_or_late_move_nothing_twice(market: Market) -> None:
    market.sandbox.faults.duplicate("charge.*", times=10)
    market.sandbox.faults.twin("charge.*", times=10)
    market.sandbox.faults.reorder(4)
    market.pay(market.order())

    assert market.transfers() == market.each_got(45_00)


def test_coming_back_from_paying_moves_nothing(market: Market) -> None:
    order = market.order()
    market.sandbox.hold()
    market.sandbox.pay(order.payment_intent_id)

    page = market.buyer.get(f"/basket/orders/{order.reference}/return?redirect_status=succeeded")
    assert "waiting for stripe to confirm" in page.text.lower()
    assert market.transfers() == []
    assert market.platform.database.all(Charge) == []

    market.settle()
    page = market.buyer.get(f"/basket/orders/{order.reference}/return")
    assert "Confirmed by Stripe" in page.text


def test_an_answer_that_gets_lost_never_makes_a_second_transfer(market: Market) -> None:
    market.sandbox.faults.lose_answer(path="/v1/transfers", method="POST", on_call=2, times=3)
    order = market.order()
    market.pay(order)
    # What a worker was at when its delivery came again waits for its next attempt.
    work(market.platform)

    assert market.transfers() == market.each_got(45_00)
    assert all(share.stripe_id for share in market.shares().values())


def test_a_lost_answer_is_made_up_for_after_stripe_has_forgotten_the_key(market: Market) -> None:
    """As if it had taken more than a day: nothing but Stripe's list can tell what was made."""
    market.pay(market.order())
    market.write("UPDATE seller_transfers SET stripe_id = NULL")
    market.sandbox.world.store.run("DELETE FROM idempotency")
    _tell_again(market)

    assert market.transfers() == market.each_got(45_00)
    assert all(share.stripe_id for share in market.shares().values())


def test_the_seller_who_cannot_receive_keeps_nobody_waiting_and_is_paid_later(
    market: Market,
) -> None:
    order, cyd = market.order(), market.sellers[2]
    market.sandbox.change_account(cyd.account_id, "restrict")
    market.sandbox.pay(order.payment_intent_id)
    market.sandbox.drain()

    assert len(market.transfers()) == 2
    refused = market.shares()[cyd.account_id]
    assert "capabilities" in str(refused.refusal)
    assert "NotAllMoved" in work(market.platform)

    market.sandbox.onboard(cyd.account_id)
    assert len(market.transfers()) == 2
    market.write("UPDATE seller_transfers SET refused_at = '2026-01-01 00:00:00'")
    work(market.platform)
    market.sandbox.drain()
    assert market.transfers() == market.each_got(45_00)


def test_no_more_is_ever_sent_than_the_charge_has_left(market: Market) -> None:
    market.sandbox.hold()
    order = market.order()
    market.sandbox.pay(order.payment_intent_id)
    market.write("UPDATE seller_transfers SET amount = 7500")
    market.settle()

    assert sum(amount for _, amount, _ in market.transfers()) == 150_00
    assert "more than the 0.00 USD left" in work(market.platform)


def test_a_share_of_nothing_is_no_transfer(market: Market) -> None:
    market.platform.app.config["APPLICATION_FEE_BPS"] = 10_000
    market.pay(market.order())

    assert market.transfers() == []
    assert "POST /v1/transfers" not in str(market.sandbox.requests)


def test_a_declined_card_moves_nothing_and_can_be_tried_again(market: Market) -> None:
    order = market.order()
    market.pay(order, "4000000000000002")
    assert market.transfers() == []
    assert "declined" in market.buyer.get(f"/basket/orders/{order.reference}").text
    market.pay(order)
    assert market.transfers() == market.each_got(45_00)


def test_a_seller_who_is_not_ready_is_refused_and_no_order_is_written(market: Market) -> None:
    for seller in market.sellers:
        market.buyer.post(f"/basket/items/{seller.product_id}", "/")
    market.sandbox.change_account(market.sellers[1].account_id, "restrict")
    market.sandbox.drain()

    assert market.buyer.post("/basket/orders", "/basket").status_code == 409
    assert market.platform.database.all(BasketOrder) == []
    assert market.sandbox.objects("payment_intent") == []


def test_a_stripe_outage_loses_nothing(market: Market) -> None:
    for seller in market.sellers:
        market.buyer.post(f"/basket/items/{seller.product_id}", "/")
    market.sandbox.faults.stop_answering()
    assert market.buyer.post("/basket/orders", "/basket").status_code == 503
    order = market.platform.database.only(BasketOrder)
    assert order.payment_intent_id is None

    market.sandbox.faults.answer_again()
    path = f"/basket/orders/{order.reference}"
    assert "could not be reached" in market.buyer.get(path).text
    assert market.buyer.post(path, path).status_code == 303
    assert market.platform.database.only(BasketOrder).payment_intent_id is not None
    assert len(market.sandbox.objects("payment_intent")) == 1


def _tell_again(market: Market) -> None:
    """An operator replays the charge's events."""
    replayed = market.platform.app.test_cli_runner().invoke(
        args=["stripe", "replay", "--since", "1h"]
    )
    assert replayed.exit_code == 0, replayed.output
