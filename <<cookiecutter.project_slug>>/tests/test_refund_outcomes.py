"""Every way a refund can come out has words for it, and none moves money twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.models import LooseEnd, Refund, RefundRequest
from tests.money_back import ALL_FLAGS, Desk, a_desk, fields, wish
from tests.platform_server import Platform
from tests.reading import words


@pytest.fixture
def desk(platform: Platform, sandbox: Any) -> Desk:
    return a_desk(platform, sandbox)


def said(desk: Desk, page: str = "") -> str:
    return words(desk.olga, desk.path(page))


def test_a_seller_who_was_paid_out_cannot_give_back_and_nothing_is_made(desk: Desk) -> None:
    desk.sandbox.payout(desk.seller.account_id)
    desk.sandbox.drain()
    form = fields(desk.see("/refund"))
    assert desk.press("/refund", form).headers["Location"] == desk.path("/refund")

    page = said(desk, "/refund")
    assert "Stripe refused, and no money was moved: Insufficient funds" in page
    assert "refund without reversing the transfer, which the platform then pays" in page
    assert desk.sandbox.objects("refund") == []
    assert desk.platform.database.all(LooseEnd) == []
    assert desk.findings() == []
    # The platform may pay for it alone: a request of its own.
    desk.refund(**wish("50.00"))
    assert desk.state == "refunded"
    assert [each.number for each in desk.platform.database.all(RefundRequest)] == [1, 2]


def test_a_disputed_payment_is_not_refunded(desk: Desk) -> None:
    form = fields(desk.see("/refund"))
    desk.sandbox.dispute(desk.charge_id)
    # Stripe knows first.
    desk.sandbox.hold()
    desk.sandbox.release()
    desk.sandbox.drain()
    assert "a refund would give it twice" in said(desk, "/refund")
    desk.press("/refund", form)
    assert "Nothing was asked. The buyer's bank disputes" in said(desk)
    assert desk.platform.database.all(RefundRequest) == []


def test_a_dispute_that_only_stripe_knows_of_is_stripes_refusal(desk: Desk) -> None:
    form = fields(desk.see("/refund"))
    desk.sandbox.hold()
    desk.sandbox.dispute(desk.charge_id)
    desk.press("/refund", form)
    assert "What was disputed is for the bank to decide." in said(desk)
    desk.sandbox.release()
    desk.sandbox.drain()
    assert desk.state == "disputed"


def test_what_is_refunded_already_is_not_refunded_again(desk: Desk) -> None:
    desk.refund(**wish("49.00", *ALL_FLAGS))
    assert "The most that can be refunded is 1.00 USD." in desk.see("/refund", **wish("1.01"))
    desk.refund()
    assert "All of it has been refunded already." in said(desk, "/refund")
    assert desk.nets() == (0, -1_75)


@pytest.mark.parametrize("typed", ["", "ten", "0", "-1", "50.01", "0.001"])
def test_an_amount_that_cannot_be_is_said_beside_the_form(desk: Desk, typed: str) -> None:
    page = desk.see("/refund", **wish(typed or " "))
    assert 'id="problem"' in page
    assert "Refund " not in page.rpartition("<form")[2]


def test_a_fee_goes_back_only_with_the_sellers_share(desk: Desk) -> None:
    page = desk.see("/refund", **wish("10", "refund_application_fee"))
    assert "can only be given back together with the seller&#39;s share" in page


def test_what_settled_in_another_currency_is_left_to_the_dashboard(desk: Desk) -> None:
    with desk.platform.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE application_fees SET currency = 'eur'")
    assert "Ask for it in Stripe's Dashboard." in said(desk, "/refund")
    assert "The platform keeps" not in said(desk)


def test_a_double_click_refunds_once(desk: Desk) -> None:
    form = fields(desk.see("/refund", **wish("20.00", *ALL_FLAGS)))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: desk.press("/refund", form).status_code, range(4)))
    assert answers == [303] * 4
    desk.press("/refund", form)  # and once more, much later
    desk.sandbox.drain()
    assert len(desk.sandbox.objects("refund", desk.sandbox.world.platform)) == 1
    assert desk.platform.database.only(RefundRequest).stripe_id
    assert desk.nets() == (27_00, 1_25)


def test_another_refund_of_the_same_amount_is_another_refund(desk: Desk) -> None:
    desk.refund(**wish("10.00", *ALL_FLAGS))
    desk.refund(**wish("10.00", *ALL_FLAGS))
    assert len(desk.platform.database.all(Refund)) == 2
    assert desk.nets() == (27_00, 1_25)


def test_two_operators_who_want_different_things_do_not_get_both(desk: Desk) -> None:
    one = fields(desk.see("/refund", **wish("10.00", *ALL_FLAGS)))
    other = fields(desk.see("/refund", **wish("20.00", *ALL_FLAGS)))
    desk.press("/refund", one)
    desk.press("/refund", other)
    assert "The figures have changed since the page was opened." in said(desk)
    desk.sandbox.drain()
    assert desk.nets() == (36_00, 2_25)


def test_figures_that_were_not_shown_are_not_asked_for(desk: Desk) -> None:
    form = fields(desk.see("/refund", **wish("10.00", *ALL_FLAGS)))
    desk.press("/refund", {**form, "amount": "2000"})
    assert "The figures have changed" in said(desk)
    assert desk.press("/refund", {**form, "amount": "much"}).status_code == 400
    assert desk.platform.database.all(RefundRequest) == []


@pytest.mark.parametrize("events_arrive", [True, False])
def test_a_lost_answer_is_asked_for_again_and_refunds_once(desk: Desk, events_arrive: bool) -> None:
    form = fields(desk.see("/refund", **wish("20.00", *ALL_FLAGS)))
    desk.sandbox.faults.lose_answer(path="/v1/refunds", method="POST", times=3)
    if not events_arrive:
        desk.sandbox.hold()
    desk.press("/refund", form)
    if events_arrive:
        desk.sandbox.drain()
    assert "nobody knows yet whether it was done" in said(desk)
    assert "Wait until Stripe has confirmed the refund." in said(desk, "/refund")
    assert "Stripe's answer is not known. Ask again" in said(desk)

    # A day later Stripe has forgotten the key, and still knows the refund by its name.
    desk.sandbox.world.store.run("DELETE FROM idempotency")
    again = desk.see("").partition("Ask again")[0]
    desk.press("/refund", fields(again))
    desk.sandbox.release()
    desk.sandbox.drain()
    assert len(desk.sandbox.objects("refund", desk.sandbox.world.platform)) == 1
    assert desk.nets() == (27_00, 1_25)
    assert desk.findings() == []


def test_while_stripe_is_out_nothing_is_lost_and_reconciliation_knows(desk: Desk) -> None:
    form = fields(desk.see("/refund"))
    desk.sandbox.faults.stop_answering()
    desk.press("/refund", form)
    desk.sandbox.faults.answer_again()
    request = desk.platform.database.only(RefundRequest)
    assert (request.stripe_id, request.refusal) == (None, None)
    assert desk.state == "paid"
    assert "charges" in {end.noun for end in desk.platform.database.all(LooseEnd)}

    desk.press("/refund", form)
    desk.sandbox.drain()
    assert desk.state == "refunded"
    assert desk.platform.database.all(LooseEnd) == []


def test_a_refund_that_fails_later_leaves_the_money_with_the_platform_until_sent_again(
    platform: Platform, sandbox: Any
) -> None:
    desk = a_desk(platform, sandbox, card="4000000000005126", other_sales=1)
    desk.refund()
    assert desk.state == "mismatch"
    assert desk.nets() == (0, 48_25)
    assert desk.findings() == ["A refund of 50.00 USD failed, and the buyer does not have it."]

    page = desk.see("")
    assert "Send 45.00 USD again" in page
    form = fields(page.partition("Send 45.00 USD again")[0])
    desk.press("/transfer", form)
    desk.sandbox.drain()
    assert desk.nets() == (45_00, 3_25)
    assert (desk.state, desk.findings()) == ("settled", [])
    assert "Send 45.00 USD again" not in desk.see("")


def test_a_refund_that_failed_can_be_made_again_instead(platform: Platform, sandbox: Any) -> None:
    desk = a_desk(platform, sandbox, card="4000000000005126")
    desk.refund()
    with sandbox.world.transaction():
        charge = sandbox.world.store.get("charge", desk.charge_id)
        method = sandbox.world.store.get("payment_method", charge["payment_method"])
        sandbox.world.store.save({**method, "_number": "4242424242424242"})
    desk.refund()
    assert (desk.state, desk.findings()) == ("refunded", [])
    assert desk.nets() == (0, -1_75)
