"""What Stripe told of a basket order and nobody asked for, each thing in words."""

from collections.abc import Iterator

from app.models import Charge
from app.money import format_amount
from app.reconciliation.order_rows import VOID_REFUNDS
from app.separate.moves import AskedOnce, SellerTransfer
from app.separate.rows import BasketRows


def differences(rows: BasketRows, charge: Charge) -> list[str]:
    """Each figure that Stripe told and we did not ask for, both named."""
    return [
        *_charge(rows, charge),
        *(words for share in rows.shares for words in _share(rows, share)),
        *_transfers(rows, charge),
        *_refunds(rows, charge),
        *_reversals(rows, charge),
    ]


def _charge(rows: BasketRows, charge: Charge) -> Iterator[str]:
    order = rows.order
    if (charge.amount, charge.currency) != (order.amount, order.currency):
        told, asked = _money(charge.amount, charge), format_amount(order.amount, order.currency)
        yield f"the amount is {told}, we asked for {asked}"
    if charge.destination is not None:
        yield f"all of the charge went to {charge.destination}"
    if len(rows.charges) > 1:
        yield f"{len(rows.charges)} charges took money for one order"
    if charge.disputed and not rows.disputes:
        yield "the charge is disputed, and no dispute has been told"


def _share(rows: BasketRows, share: SellerTransfer) -> Iterator[str]:
    transfers, whom = rows.transfers_of(share), share.account_id
    if share.refusal and not transfers:
        yield f"the transfer to {whom} is refused: {share.refusal}"
    if len(transfers) > 1:
        yield f"{len(transfers)} transfers went to {whom} for one order"
    for transfer in transfers:
        told = format_amount(transfer.amount, transfer.currency)
        asked = format_amount(share.amount, rows.order.currency)
        if told != asked:
            yield f"the transfer to {whom} is {told}, their share is {asked}"


def _transfers(rows: BasketRows, charge: Charge) -> Iterator[str]:
    known = {share.account_id for share in rows.shares}
    for transfer in rows.transfers:
        if transfer.destination not in known:
            amount = format_amount(transfer.amount, transfer.currency)
            yield f"{amount} went to {transfer.destination}, who sold nothing in this order"
    moved = sum(each.amount for each in rows.transfers)
    if moved > charge.amount:
        yield f"its transfers come to {_money(moved, charge)}, more than the charge"


def _refunds(rows: BasketRows, charge: Charge) -> Iterator[str]:
    live = [each for each in rows.refunds if each.status not in VOID_REFUNDS]
    told, of_charge = sum(each.amount for each in live), charge.amount_refunded
    if told != of_charge:
        yield (
            f"the charge says {_money(of_charge, charge)} was refunded,"
            f" its refunds say {_money(told, charge)}"
        )
    failed = {each.id for each in rows.refunds} - {each.id for each in live}
    for refund in rows.item_refunds:
        if refund.stripe_id in failed:
            amount, name = _money(refund.amount, charge), refund.item.product_name
            yield f"the refund of {amount} for {name} failed, and the buyer does not have it"
    if (unnamed := _unnamed(rows, charge)) and not _taken_by_hand(rows):
        yield (
            f"{_money(unnamed, charge)} was refunded at Stripe for no item of ours, and no seller"
            " gave their part back; reverse the transfer it belongs to in Stripe's Dashboard"
        )


def _reversals(rows: BasketRows, charge: Charge) -> Iterator[str]:
    yield from (
        f"a reversal for {each.item.product_name} is refused: {each.refusal}"
        for each in rows.reversals
        if _is_refused(each)
    )
    by_hand = _taken_by_hand(rows)
    if by_hand > _unnamed(rows, charge) and not rows.disputes:
        yield f"{_money(by_hand, charge)} of its transfers was reversed without a refund"


def _is_refused(asked: AskedOnce) -> bool:
    return asked.stripe_id is None and asked.refusal is not None


def _unnamed(rows: BasketRows, charge: Charge) -> int:
    """What was refunded and belongs to no item, in minor units."""
    told = {each.id for each in rows.refunds if each.status not in VOID_REFUNDS}
    named = sum(each.amount for each in rows.item_refunds if each.stripe_id in told)
    return max(0, charge.amount_refunded - named)


def _taken_by_hand(rows: BasketRows) -> int:
    """What came back from sellers beyond what we asked them for, in minor units."""
    extra = (
        sum(each.amount_reversed for each in rows.transfers_of(share)) - rows.owed_back(share)
        for share in rows.shares
    )
    return sum(amount for amount in extra if amount > 0)


def _money(amount: int, charge: Charge) -> str:
    return format_amount(amount, charge.currency)
