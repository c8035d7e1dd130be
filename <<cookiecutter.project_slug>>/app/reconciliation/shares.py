"""Who has what of an order's money, by what Stripe told: the seller, the platform, Stripe."""

from dataclasses import dataclass

from app.models import Charge, TransferReversal
from app.money import pro_rata
from app.reconciliation.order_rows import VOID_REFUNDS, OrderRows


@dataclass(frozen=True)
class Shares:
    """Where a payment's money is now; minor units of one currency."""

    currency: str
    seller: int
    """The seller's Stripe balance: transfers, less what was reversed and what the fee took."""
    application_fee: int
    """What the platform keeps of its fee."""
    processing_fee: int | None
    """What Stripe kept of the payment, which no refund returns; None until Stripe has told."""
    platform: int | None
    """All in all, after refunds, disputes and Stripe's fees; None until those are told."""

    is_below_cost: bool
    """Whether the platform's fee was less than what Stripe took, whatever was refunded since."""


def shares(rows: OrderRows) -> Shares | None:
    """Who has what; None while nothing is paid, or where it settled in several currencies."""
    charge, fee = rows.charge, rows.fee
    if charge is None or not rows.is_paid:
        return None
    if {charge.currency} != {each.currency for each in (charge, *rows.transfers, fee or charge)}:
        return None
    kept = fee.amount - fee.amount_refunded if fee else 0
    seller = sum(each.amount - each.amount_reversed for each in rows.transfers) - kept
    cost = charge.processing_fee if charge.processing_fee_currency == charge.currency else None
    disputed = sum(dispute.balance_change for dispute in rows.disputes)
    platform = charge.amount - rows.refunded + disputed - seller
    return Shares(
        currency=charge.currency,
        seller=seller,
        application_fee=kept,
        processing_fee=cost,
        platform=None if cost is None else platform - cost,
        is_below_cost=cost is not None and rows.order.application_fee_amount < cost,
    )


def to_send_again(rows: OrderRows) -> int:
    """What was taken back from the seller and nothing justifies any more, in minor units.

    After a dispute that was won, or a refund that failed. Never more than brings the seller to
    their share of what the buyer paid in the end, and less what was asked for already.
    """
    charge, now = rows.charge, shares(rows)
    if charge is None or now is None:
        return 0
    under_way = sum(
        request.amount
        for request in rows.transfer_requests
        if request.refusal is None and request.stripe_id not in {each.id for each in rows.transfers}
    )
    short = _due(rows, charge) - now.seller - under_way
    taken = sum(each.amount for each in without_cause(rows))
    given = sum(each.amount - each.amount_reversed for each in rows.sent_again) + under_way
    return max(0, min(short, taken - given))


def without_cause(rows: OrderRows) -> list[TransferReversal]:
    """Reversals for a refund that failed, or for disputes of which none is open or lost."""
    void = {each.id for each in rows.refunds if each.status in VOID_REFUNDS}
    disputed = rows.open_dispute is not None or rows.lost_dispute is not None
    return [
        each
        for each in rows.reversals
        if (each.source_refund in void if each.source_refund else not disputed)
    ]


def _due(rows: OrderRows, charge: Charge) -> int:
    """The seller's share of the money that stays paid."""
    lost = sum(each.amount for each in rows.disputes if each.status == "lost")
    stays = max(0, charge.amount - rows.refunded - lost)
    return stays - pro_rata(rows.order.application_fee_amount, stays, charge.amount)
