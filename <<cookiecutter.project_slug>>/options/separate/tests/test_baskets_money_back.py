"""Items given back: the refund first, then its seller's reversal, each once, and to the cent."""

from typing import Any

import pytest

from app.models import Refund
from app.separate.models import BasketOrder
from app.separate.moves import ItemRefund, ItemReversal
from tests.baskets import Market, a_market, an_operator, work
from tests.people import Person
from tests.platform_server import Platform


@pytest.fixture
def market(platform: Platform, sandbox: Any) -> Market:
    return a_market(platform, sandbox)


@pytest.fixture
def order(market: Market) -> BasketOrder:
    order = market.order()
    market.pay(order)
    return order


@pytest.fixture
def olga(market: Market) -> Person:
    return an_operator(market.platform)


def gives_back(market: Market, olga: Person, order: BasketOrder, *sellers: int) -> str:
    """The operator gives these sellers' items back; what the desk says then."""
    path = f"/operator/baskets/{order.reference}"
    items = [market.item_of(market.sellers[number], order).id for number in sellers]
    for item in items:
        answer = olga.post(f"{path}/refund", path, item=str(item))
        assert answer.status_code == 303, answer.text
    return olga.get(path).text


def got(market: Market, *backs: int) -> list[tuple[str, int, int]]:
    """What transfers() says when each got 45.00, and gave this much of it back."""
    accounts = [seller.account_id for seller in market.sellers]
    return sorted((account, 45_00, back) for account, back in zip(accounts, backs, strict=True))


def balance(market: Market, account: str) -> int:
    """Of an account at Stripe, all that was ever booked."""
    entries = market.sandbox.objects("balance_transaction", account)
    return sum(entry["net"] for entry in entries)


def test_one_item_given_back_costs_its_own_seller_their_part_and_the_platform_its_own(
    market: Market, order: BasketOrder, olga: Person
) -> None:
    platform = market.sandbox.world.platform
    before = balance(market, platform)
    gives_back(market, olga, order, 1)
    market.settle()

    assert market.platform.database.only(Refund).amount == 50_00
    assert market.charge(order).amount_refunded == 50_00
    assert market.transfers() == got(market, 0, 45_00, 0)
    assert balance(market, market.sellers[1].account_id) == 0
    assert balance(market, platform) == before - 50_00 + 45_00
    assert "Given back" in olga.get(f"/operator/baskets/{order.reference}").text


def test_all_given_back_one_by_one_is_all_of_it(
    market: Market, order: BasketOrder, olga: Person
) -> None:
    gives_back(market, olga, order, 0, 1, 2)
    market.settle()

    assert market.charge(order).amount_refunded == 150_00
    assert market.transfers() == got(market, 45_00, 45_00, 45_00)
    assert [each.amount for each in market.platform.database.all(ItemReversal)] == [45_00] * 3


def test_pressing_twice_and_events_that_come_twice_give_back_once(
    market: Market, order: BasketOrder, olga: Person
) -> None:
    market.sandbox.faults.twin("refund.*", times=10)
    market.sandbox.faults.duplicate("charge.*", times=10)
    gives_back(market, olga, order, 1, 1)
    gives_back(market, olga, order, 1)
    market.settle()

    assert market.charge(order).amount_refunded == 50_00
    assert market.transfers() == got(market, 0, 45_00, 0)


def test_answers_that_get_lost_are_made_up_for(
    market: Market, order: BasketOrder, olga: Person
) -> None:
    market.sandbox.faults.lose_answer(path="/v1/refunds", method="POST", times=3)
    market.sandbox.faults.lose_answer(path="/reversals", method="POST", times=3)
    gives_back(market, olga, order, 1)
    work(market.platform)
    market.settle()
    work(market.platform)
    market.settle()

    assert market.charge(order).amount_refunded == 50_00
    assert market.transfers() == got(market, 0, 45_00, 0)
    assert market.platform.database.only(ItemRefund).stripe_id
    assert market.platform.database.only(ItemReversal).stripe_id


def test_a_whole_refund_in_stripes_dashboard_takes_every_transfer_back(
    market: Market, order: BasketOrder
) -> None:
    market.sandbox.refund(market.charge(order).id)
    market.settle()

    assert market.transfers() == got(market, 45_00, 45_00, 45_00)


def test_what_was_refunded_before_it_was_sent_is_never_sent(market: Market) -> None:
    order = market.order()
    market.sandbox.hold()
    market.sandbox.pay(order.payment_intent_id)
    market.sandbox.refund(market.sandbox.objects("charge")[-1]["id"])
    market.settle()

    assert market.transfers() == []
    assert {share.amount for share in market.shares().values()} == {0}


def test_an_item_of_a_seller_who_could_not_be_paid_goes_back_without_a_reversal(
    market: Market, olga: Person
) -> None:
    order, cyd = market.order(), market.sellers[2]
    market.sandbox.change_account(cyd.account_id, "restrict")
    market.pay(order)
    gives_back(market, olga, order, 2)
    market.settle()

    assert len(market.transfers()) == 2
    assert market.charge(order).amount_refunded == 50_00
    assert market.shares()[cyd.account_id].amount == 0
    assert 'failures": []' in work(market.platform)


def test_a_seller_whose_balance_is_too_low_is_asked_again_and_keeps_nobody_waiting(
    market: Market, order: BasketOrder, olga: Person
) -> None:
    bob = market.sellers[1]
    market.sandbox.payout(bob.account_id)
    market.settle()
    gives_back(market, olga, order, 1, 2)
    market.settle()

    assert market.transfers() == got(market, 0, 0, 45_00)
    assert "Insufficient funds" in work(market.platform)
    assert "is refused" in olga.get(f"/operator/baskets/{order.reference}").text

    market.pay(market.order(bob))
    market.write("UPDATE basket_item_reversals SET refused_at = '2026-01-01 00:00:00'")
    work(market.platform)
    market.settle()
    [first] = [each for each in market.transfers() if each[0] == bob.account_id and each[2]]
    assert first == (bob.account_id, 45_00, 45_00)


def test_stripes_refusal_is_shown_and_moves_nothing(
    market: Market, order: BasketOrder, olga: Person
) -> None:
    market.sandbox.dispute(market.charge(order).id)
    market.settle()
    page = gives_back(market, olga, order, 1)

    assert "Stripe refused" in page
    assert market.transfers() == market.each_got(45_00)
    assert market.platform.database.all(Refund) == []


def test_a_refund_that_fails_can_be_asked_for_again_and_takes_nothing_from_the_seller(
    market: Market, olga: Person
) -> None:
    order = market.order()
    market.pay(order, "4000000000005126")
    gives_back(market, olga, order, 1)
    market.settle()
    assert market.charge(order).amount_refunded == 0
    page = olga.get(f"/operator/baskets/{order.reference}").text
    assert "failed, and the buyer does not have it" in page

    gives_back(market, olga, order, 1)
    market.settle()
    made = [each for each in market.sandbox.objects("refund") if each["id"].startswith("re_")]
    assert [each["status"] for each in made] == ["failed", "failed"]
    assert market.transfers() == market.each_got(45_00)
