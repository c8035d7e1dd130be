"""What Stripe told of an order and we did not ask for, each thing in words."""

from app.models import ApplicationFee, Charge, Order, Transfer
from app.money import format_amount
from app.reconciliation.order_rows import VOID_REFUNDS, OrderRows
from app.reconciliation.shares import to_send_again, without_cause

Pairs = list[tuple[str, object, object]]


def differences(rows: OrderRows, charge: Charge) -> list[str]:
    """Each figure that Stripe told and we did not ask for, both named."""
    pairs = [*_charge_pairs(rows.order, charge), *_fee_pairs(rows), *_transfer_pairs(rows)]
    wrong = [
        f"the {name} is {told}, we asked for {asked}"
        for name, told, asked in pairs
        if told != asked
    ]
    return [*wrong, *_unseen(rows, charge)]


def sentence(parts: list[str]) -> str:
    """Several findings in one sentence."""
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}."


def _charge_pairs(order: Order, charge: Charge) -> Pairs:
    return [
        ("amount", _money(charge.amount, charge), _money(order.amount, order)),
        ("captured amount", _money(charge.amount_captured, charge), _money(order.amount, order)),
        ("currency", charge.currency, order.currency),
        ("charge's destination", charge.destination, order.account_id),
    ]


def _fee_pairs(rows: OrderRows) -> Pairs:
    fee, order = rows.fee, rows.order
    if fee is None:
        return []
    pairs: Pairs = [("account that paid the fee", fee.account_id, order.account_id)]
    # A fee may settle in another currency than the charge's; only like is compared with like.
    if fee.currency == order.currency:
        asked = _money(order.application_fee_amount, order)
        pairs.append(("application fee", _money(fee.amount, fee), asked))
    return pairs


def _transfer_pairs(rows: OrderRows) -> Pairs:
    transfer, order = rows.transfer, rows.order
    pairs: Pairs = [
        ("transfer's destination", each.destination, order.account_id) for each in rows.transfers
    ]
    if transfer is not None and transfer.currency == order.currency:
        told = _money(transfer.amount, transfer)
        pairs.append(("transferred amount", told, _money(order.amount, order)))
    return pairs


def _unseen(rows: OrderRows, charge: Charge) -> list[str]:
    """What the charge says happened to it and its own rows do not, and the reverse."""
    unseen = []
    if len(rows.charges) > 1:
        unseen.append(f"{len(rows.charges)} charges took money for one order")
    if rows.refunded != charge.amount_refunded:
        unseen.append(
            f"the charge says {_money(charge.amount_refunded, charge)} was refunded,"
            f" its refunds say {_money(rows.refunded, charge)}"
        )
    if charge.disputed and not rows.disputes:
        unseen.append("the charge is disputed, and no dispute has been told")
    return [
        *unseen,
        *_failed_refunds(rows, charge),
        *_taken_without_a_reason(rows),
        *_sent_without_a_reason(rows),
    ]


def _failed_refunds(rows: OrderRows, charge: Charge) -> list[str]:
    """Money that went out and came back: the buyer lacks it until another refund succeeds.

    Unless the seller's part was sent to them again: then the sale stands, as the seller sees it.
    """
    failed = [each for each in rows.refunds if each.status in VOID_REFUNDS]
    amount = sum(each.amount for each in failed)
    is_back = all(each.transfer_reversal_id for each in failed) and not to_send_again(rows)
    if amount <= rows.refunded or (is_back and rows.sent_again):
        return []
    return [f"a refund of {_money(amount, charge)} failed, and the buyer does not have it"]


def _taken_without_a_reason(rows: OrderRows) -> list[str]:
    if rows.disputes:
        return []
    taken = []
    if rows.fee is not None and rows.fee.amount_refunded and not rows.refunds:
        back = _money(rows.fee.amount_refunded, rows.fee)
        taken.append(f"{back} of the fee was given back without a refund")
    refunds = {each.id for each in rows.refunds}
    explained = sum(each.amount for each in rows.reversals if each.source_refund in refunds)
    reversed_ = sum(each.amount_reversed for each in rows.transfers)
    if rows.transfer is not None and reversed_ > explained:
        back = _money(reversed_ - explained, rows.transfer)
        taken.append(f"{back} of the transfer was reversed without a refund")
    return taken


def _sent_without_a_reason(rows: OrderRows) -> list[str]:
    sent = sum(each.amount - each.amount_reversed for each in rows.sent_again)
    taken = sum(each.amount for each in without_cause(rows))
    if sent <= taken:
        return []
    more = _money(sent - taken, rows.sent_again[0])
    return [f"{more} more was sent to the seller than had been taken back without cause"]


def _money(amount: int, of: Order | Charge | ApplicationFee | Transfer) -> str:
    return format_amount(amount, of.currency)
