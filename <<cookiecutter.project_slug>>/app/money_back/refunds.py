"""Refunds of an order's charge: may it be, what would it do, and asking for it."""

from app import reconciliation, stripe_api
from app.models import Order, RefundRequest, User
from app.models.columns import now
from app.money import format_amount
from app.money_back.asking import Superseded, ask, claim
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
    *,
    number: int,
    amount: int,
    reverse_transfer: bool,
    refund_application_fee: bool,
    shown: tuple[int, int],
) -> RefundRequest:
    """Refund as it was shown: `shown` is what the seller and the fee were said to give back.

    The same number twice is one refund. Raises Impossible, Superseded, StripeRefused (nothing was
    made), or StripeUnavailable (unknown; ask again with the same number).
    """
    told = reconciliation.story(order)
    if number == len(told.refund_requests) + 1:
        effect = preview_refund(told, amount, reverse_transfer, refund_application_fee)
        if shown != (effect.transfer_reversed, effect.fee_refunded):
            raise Superseded
    charge = told.charge
    if charge is None or not 0 < number <= len(told.refund_requests) + 1:
        raise Superseded
    request, is_new = claim(
        RefundRequest,
        order_id=order.id,
        number=number,
        amount=amount,
        currency=charge.currency,
        charge_id=charge.id,
        reverse_transfer=reverse_transfer,
        refund_application_fee=refund_application_fee,
        transfer_reversed=shown[0],
        fee_refunded=shown[1],
        asked_by_id=operator.id,
        created_at=now(),
    )
    ask(
        request,
        is_new,
        create=lambda name: stripe_api.create_refund(
            name,
            charge_id=charge.id,
            amount=amount,
            reverse_transfer=reverse_transfer,
            refund_application_fee=refund_application_fee,
        ),
        find=lambda name: stripe_api.find_refund(name, charge.id),
    )
    return request
