"""What Stripe told of an order and we did not ask for, each thing in words."""

from app.models import ApplicationFee, Charge, Order, Transfer
from app.money import format_amount
from app.reconciliation.order_rows import VOID_REFUNDS, OrderRows

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
    if transfer is None:
        return []
    pairs: Pairs = [("transfer's destination", transfer.destination, order.account_id)]
    if transfer.currency == order.currency:
        told = _money(transfer.amount, transfer)
        pairs.append(("transferred amount", told, _money(order.amount, order)))
    return pairs


def _unseen(rows: OrderRows, charge: Charge) -> list[str]:
    """What the charge says happened to it and its own rows do not, and the reverse."""
    unseen = []
    if len(rows.charges) > 1:
        unseen.append(f"{len(rows.charges)} charges took money for one order")
    refunded = sum(each.amount for each in rows.refunds if each.status not in VOID_REFUNDS)
    if refunded != charge.amount_refunded:
        unseen.append(
            f"the charge says {_money(charge.amount_refunded, charge)} was refunded,"
            f" its refunds say {_money(refunded, charge)}"
        )
    failed = sum(each.amount for each in rows.refunds if each.status in VOID_REFUNDS)
    if failed > refunded:
        unseen.append(
            f"a refund of {_money(failed, charge)} failed, and the buyer does not have it"
        )
    if charge.disputed and not rows.disputes:
        unseen.append("the charge is disputed, and no dispute has been told")
    if not charge.amount_refunded and not rows.disputes:
        unseen.extend(_given_back_without_a_reason(rows))
    return unseen


def _given_back_without_a_reason(rows: OrderRows) -> list[str]:
    given = []
    if rows.fee is not None and rows.fee.amount_refunded:
        back = _money(rows.fee.amount_refunded, rows.fee)
        given.append(f"{back} of the fee was given back without a refund")
    if rows.transfer is not None and rows.transfer.amount_reversed:
        back = _money(rows.transfer.amount_reversed, rows.transfer)
        given.append(f"{back} of the transfer was reversed without a refund")
    return given


def _money(amount: int, of: Order | Charge | ApplicationFee | Transfer) -> str:
    return format_amount(amount, of.currency)
