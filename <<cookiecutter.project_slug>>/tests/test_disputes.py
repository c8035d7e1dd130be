"""A dispute takes the money from the platform; the seller's share comes back, and may go again."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.models import LooseEnd, Payout, TransferRequest, TransferReversal
from app.stripe_api.client import client
from tests.money_back import Desk, a_desk, fields
from tests.platform_server import Platform
from tests.reading import part, words

# A sale of 50.00 leaves the seller 45.00 and the platform 3.25; a dispute costs 50.00 and 15.00.
PAID, DISPUTED = (45_00, 3_25), (45_00, -61_75)


@pytest.fixture
def desk(platform: Platform, sandbox: Any) -> Desk:
    return a_desk(platform, sandbox, other_sales=6)


def is_disputed(desk: Desk, **how: Any) -> str:
    dispute = desk.sandbox.dispute(desk.charge_id, **how)
    desk.sandbox.drain()
    return str(dispute["id"])


def is_decided(desk: Desk, dispute: str, status: str) -> None:
    desk.sandbox.close_dispute(dispute, status)
    desk.sandbox.drain()


def is_reversed(desk: Desk, **chosen: str) -> None:
    desk.press("/reversal", fields(desk.see("/reversal", **chosen)))
    desk.sandbox.drain()


def the_form_to_send_again(desk: Desk) -> dict[str, str]:
    return fields(desk.see("").partition(" again</button>")[0])


def is_sent_again(desk: Desk) -> None:
    desk.press("/transfer", the_form_to_send_again(desk))
    desk.sandbox.drain()


@pytest.mark.parametrize(
    ("chosen", "reversed_", "won"),
    [
        # With the fee, the seller is back where they were before the sale.
        ({}, (0, -16_75), (0, 33_25)),
        # Without it, they have given 50.00 of the 45.00 that they received.
        ({"chosen": "1"}, (-5_00, -11_75), (-5_00, 38_25)),
    ],
    ids=["with the fee", "without the fee"],
)
def test_reversed_won_and_sent_again_the_seller_has_their_share_and_the_platform_paid_the_dispute(
    desk: Desk, chosen: dict[str, str], reversed_: tuple[int, int], won: tuple[int, int]
) -> None:
    assert desk.nets() == desk.told() == PAID
    dispute = is_disputed(desk)
    assert desk.nets() == desk.told() == DISPUTED
    assert desk.findings() == ["The buyer's bank disputes the payment: fraudulent."]
    is_reversed(desk, **chosen)
    assert desk.nets() == desk.told() == reversed_
    is_decided(desk, dispute, "won")
    assert desk.nets() == desk.told() == won
    assert desk.state == "owed to the seller"
    assert len(desk.findings()) == 1
    is_sent_again(desk)
    assert desk.nets() == desk.told() == (45_00, 3_25 - 15_00)
    assert (desk.state, desk.findings()) == ("settled", [])
    assert desk.platform.database.all(LooseEnd) == []


@pytest.mark.parametrize("reversed_first", [True, False])
def test_a_lost_dispute_is_final_and_its_share_can_be_recovered_before_or_after(
    desk: Desk, reversed_first: bool
) -> None:
    dispute = is_disputed(desk)
    if reversed_first:
        is_reversed(desk)
    is_decided(desk, dispute, "lost")
    if not reversed_first:
        assert desk.nets() == DISPUTED
        is_reversed(desk)
    assert desk.nets() == desk.told() == (0, -16_75)
    assert (desk.state, desk.findings()) == ("dispute lost", [])
    assert " again</button>" not in desk.see("")
    assert "The dispute was lost" in part(desk.olga, "refund", desk.path())


def test_an_orders_page_says_what_is_disputed_until_when_and_who_is_liable(desk: Desk) -> None:
    dispute = is_disputed(desk, reason="product_not_received")
    section = part(desk.olga, "disputes", desk.path())
    for said in ("50.00 USD", "Product not received", "Needs response", "Evidence is due by",
                 "65.00 USD", "The platform is liable"):  # fmt: skip
        assert said in section
    assert f'href="https://dashboard.stripe.com/test/disputes/{dispute}"' in desk.see("")


def test_an_inquiry_took_nothing_and_is_no_reason_to_take_anything_back(desk: Desk) -> None:
    is_disputed(desk, inquiry=True)
    assert "The bank has only asked so far" in words(desk.olga, desk.path("/reversal"))
    # Refunding is the way to end an inquiry.
    desk.refund()
    assert desk.nets() == (0, -1_75)


def test_nothing_is_reversed_where_nothing_is_disputed(desk: Desk) -> None:
    page = words(desk.olga, desk.path("/reversal"))
    assert "Only a dispute is a reason to reverse a transfer without a refund." in page
    form = {"number": "1", "transfer_reversed": "5000", "fee_refunded": "500"}
    desk.press("/reversal", form)
    assert desk.nets() == PAID


def test_a_double_click_reverses_once_and_sends_once(desk: Desk) -> None:
    dispute = is_disputed(desk)
    form = fields(desk.see("/reversal"))
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: desk.press("/reversal", form), range(3)))
    desk.sandbox.drain()
    assert desk.nets() == (0, -16_75)
    is_decided(desk, dispute, "won")
    form = the_form_to_send_again(desk)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: desk.press("/transfer", form), range(3)))
    desk.press("/transfer", form)
    desk.sandbox.drain()
    assert desk.nets() == (45_00, -11_75)


def test_lost_answers_are_asked_for_again_under_the_same_name(desk: Desk) -> None:
    dispute = is_disputed(desk)
    faults = desk.sandbox.faults
    faults.lose_answer(path="/reversals", method="POST", times=3)
    is_reversed(desk)
    desk.sandbox.world.store.run("DELETE FROM idempotency")
    desk.press("/reversal", fields(desk.see("").partition("Ask again")[0]))
    is_decided(desk, dispute, "won")
    faults.lose_answer(path="/v1/transfers", method="POST", times=3)
    is_sent_again(desk)
    desk.sandbox.world.store.run("DELETE FROM idempotency")
    desk.press("/transfer", fields(desk.see("").partition("Ask again")[0]))
    desk.sandbox.drain()
    assert desk.nets() == (45_00, -11_75)
    assert desk.findings() == []


def test_a_seller_who_was_paid_out_cannot_give_back_for_a_dispute(desk: Desk) -> None:
    is_disputed(desk)
    desk.sandbox.payout(desk.seller.account_id)
    desk.sandbox.drain()
    is_reversed(desk)
    assert "Stripe refused, and no money was moved" in words(desk.olga, desk.path())
    assert desk.sandbox.objects("transfer_reversal") == []


def test_a_platform_without_the_money_is_told_so_and_can_send_it_later(
    platform: Platform, sandbox: Any
) -> None:
    desk = a_desk(platform, sandbox)
    dispute = is_disputed(desk)
    is_reversed(desk)
    is_decided(desk, dispute, "won")
    is_sent_again(desk)
    page = words(desk.olga, desk.path())
    assert "Stripe refused, and no money was moved: You have insufficient available funds" in page
    assert desk.state == "owed to the seller"
    _top_up(desk, 100_00)
    is_sent_again(desk)
    assert desk.state == "settled"
    assert [each.number for each in platform.database.all(TransferRequest)] == [1, 2]


def _top_up(desk: Desk, amount: int) -> None:
    from sandbox.nouns.balance_transactions import book

    world = desk.sandbox.world
    with world.transaction():
        book(world, world.platform, "topup", {"id": "tu_1", "currency": "usd"}, amount)


def test_what_is_under_way_is_not_owed_any_more(desk: Desk) -> None:
    dispute = is_disputed(desk)
    is_reversed(desk)
    is_decided(desk, dispute, "won")
    assert "Send 45.00 USD again" in desk.see("")
    desk.sandbox.hold()
    desk.press("/transfer", the_form_to_send_again(desk))
    assert "Still expected The new transfer." in words(desk.olga, desk.path())
    assert " again</button>" not in desk.see("")
    desk.sandbox.release()


def test_a_payout_knows_the_order_of_a_share_that_was_sent_again(desk: Desk) -> None:
    dispute = is_disputed(desk)
    is_reversed(desk)
    is_decided(desk, dispute, "won")
    is_sent_again(desk)
    desk.sandbox.payout(desk.seller.account_id)
    desk.sandbox.drain()
    payout = desk.platform.database.only(Payout)
    assert desk.order.reference in words(desk.olga, f"/operator/payouts/{payout.id}")
    assert desk.findings() == []
    [again] = desk.platform.database.all(TransferRequest)
    [reversal] = desk.platform.database.all(TransferReversal)
    for id in (again.stripe_id, reversal.id):
        assert desk.olga.get(f"/operator/search?q={id}").headers["Location"] == desk.path()


def _reversal_by_hand(desk: Desk) -> None:
    desk.refund(chosen="1", amount="10", reverse_transfer="on")
    with desk.platform.app.app_context():
        client().v1.transfers.reversals.create(_transfer(desk), {"amount": 7_00})


def _transfer_by_hand(desk: Desk) -> None:
    with desk.platform.app.app_context():
        client().v1.transfers.create(
            {
                "amount": 3_00,
                "currency": "usd",
                "destination": desk.seller.account_id,
                "transfer_group": desk.order.reference,
            }
        )


def _transfer_to_a_stranger(desk: Desk) -> None:
    dispute = is_disputed(desk)
    is_reversed(desk)
    is_decided(desk, dispute, "won")
    desk.sandbox.hold()
    desk.press("/transfer", the_form_to_send_again(desk))
    made = desk.sandbox.objects("transfer")[-1]
    held = desk.sandbox.world.store.get("transfer", made["id"])
    desk.sandbox.world.store.save({**held, "destination": "acct_other"})
    desk.sandbox.release()


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (_reversal_by_hand, "7.00 USD of the transfer was reversed without a refund"),
        (_transfer_by_hand, "3.00 USD more was sent to the seller than had been taken back"),
        (_transfer_to_a_stranger, "transfer's destination is acct_other"),
    ],
)
def test_money_that_moved_without_a_reason_is_named(desk: Desk, plant: Any, said: str) -> None:
    plant(desk)
    desk.sandbox.drain()
    [words_] = desk.findings()
    assert said in words_


def _transfer(desk: Desk) -> str:
    return str(desk.sandbox.world.store.get("charge", desk.charge_id)["transfer"])
