"""Refunds of an order's charge: may it be, what would it do, and asking for it."""

from app import reconciliation, stripe_api
from app.models import Order, RefundRequest, User
from app.money import format_amount
from app.money_back.asking import Superseded, once
from app.money_back.effect import Effect, Impossible, of_refund
from app.reconciliation import Story


def refundable(told: Story) -> int:
    """How much of the payment can still be refunded, in minor units. Raises Impossible."""
    charge = told.charge
    if charge is None or not told.is_paid:
        raise Impossible("There is no payment to refund: Stripe has confirmed none.")
    dispute = told.open_dispute
    if dispute is not None and not dispute.is_charge_refundable:
        raise Impossible(
            "The buyer's bank disputes the payment and has its money back already;"
            " a refund would give it twice."
        )
    if told.lost_dispute:
        raise Impossible("The dispute was lost: the buyer has the money back already.")
    if missing := told.missing():
        raise Impossible(f"Wait until Stripe has confirmed the {' and the '.join(missing)}.")
    if charge.amount_refunded >= charge.amount:
        raise Impossible("All of it has been refunded already.")
    return charge.amount - charge.amount_refunded


def preview_refund(
    told: Story, amount: int, reverse_transfer: bool, refund_application_fee: bool
) -> Effect:
    """What the refund would do. Raises Impossible."""
    left = refundable(told)
    if not 0 < amount <= left:
        most = format_amount(left, told.order.currency)
        raise Impossible(f"The most that can be refunded is {most}.")
    return of_refund(told, amount, reverse_transfer, refund_application_fee)


def ask_refund(
    order: Order,
    operator: User,
    number: int,
    shown: Effect,
    *,
    reverse_transfer: bool,
    refund_application_fee: bool,
) -> RefundRequest:
    """Refund as it was shown, once a number. Raises Impossible, and what asking.once raises."""
    told = reconciliation.story(order)
    flags = {"reverse_transfer": reverse_transfer, "refund_application_fee": refund_application_fee}
    charge_id = told.charge.id if told.charge else ""

    def check() -> None:
        if shown != preview_refund(told, shown.refunded, **flags):
            raise Superseded

    return once(
        RefundRequest, order, operator, number, told.refund_requests,
        check=check,
        create=lambda name: stripe_api.create_refund(
            name, charge_id=charge_id, amount=shown.refunded, **flags
        ),
        find=lambda name: stripe_api.find_refund(name, charge_id),
        charge_id=charge_id, amount=shown.refunded,
        transfer_reversed=shown.transfer_reversed, fee_refunded=shown.fee_refunded, **flags,
    )  # fmt: skip
