"""After a dispute: take the seller's share back, and send it again when nothing justifies that.

A dispute debits the platform, with or without on_behalf_of: docs.stripe.com/connect/disputes
"""

from app import reconciliation, stripe_api
from app.models import Order, ReversalRequest, TransferRequest, User
from app.models.columns import now
from app.money_back.asking import Superseded, ask, claim
from app.money_back.effect import Effect, Impossible, of_reversal
from app.reconciliation import Story


def reversible(told: Story) -> int:
    """How much can be taken back of the seller's share for a dispute. Raises Impossible."""
    dispute, transfer = told.open_dispute or told.lost_dispute, told.transfer
    if dispute is None or transfer is None:
        raise Impossible("Only a dispute is a reason to reverse a transfer without a refund.")
    if not dispute.balance_change:
        raise Impossible("The bank has only asked so far, and has taken nothing back.")
    if missing := told.missing():
        raise Impossible(f"Wait until Stripe has confirmed the {' and the '.join(missing)}.")
    if transfer.amount_reversed >= transfer.amount:
        raise Impossible("All of the transfer is back already.")
    return min(transfer.amount - transfer.amount_reversed, dispute.amount)


def preview_reversal(told: Story, refund_application_fee: bool) -> Effect:
    """What taking the seller's share back would do. Raises Impossible."""
    return of_reversal(told, reversible(told), refund_application_fee)


def reverse_transfer(
    order: Order,
    operator: User,
    *,
    number: int,
    refund_application_fee: bool,
    shown: tuple[int, int],
) -> ReversalRequest:
    """Take the seller's share back as it was shown: so much, and so much of the fee for it.

    The same number twice is one reversal. Raises Impossible, Superseded, StripeRefused (also where
    the seller's balance is too low), or StripeUnavailable (ask again with the same number).
    """
    told = reconciliation.story(order)
    if number == len(told.reversal_requests) + 1:
        effect = preview_reversal(told, refund_application_fee)
        if shown != (effect.transfer_reversed, effect.fee_refunded):
            raise Superseded
    transfer = told.transfer
    if transfer is None or not 0 < number <= len(told.reversal_requests) + 1:
        raise Superseded
    request, is_new = claim(
        ReversalRequest,
        order_id=order.id,
        number=number,
        amount=shown[0],
        currency=transfer.currency,
        transfer_id=transfer.id,
        refund_application_fee=refund_application_fee,
        fee_refunded=shown[1],
        asked_by_id=operator.id,
        created_at=now(),
    )
    ask(
        request,
        is_new,
        create=lambda name: stripe_api.create_reversal(
            name,
            transfer_id=transfer.id,
            amount=request.amount,
            refund_application_fee=refund_application_fee,
        ),
        find=lambda name: stripe_api.find_reversal(name, transfer.id),
    )
    return request


def send_again(order: Order, operator: User, *, number: int, amount: int) -> TransferRequest:
    """Send the seller what is owed to them, out of the platform's balance.

    The same number twice is one transfer. Raises Impossible, Superseded, StripeRefused (also where
    the platform has too little available), or StripeUnavailable (ask again with the same number).
    """
    told = reconciliation.story(order)
    if number == len(told.transfer_requests) + 1:
        owed = reconciliation.to_send_again(told)
        if owed == 0:
            raise Impossible("Nothing is owed to the seller.")
        if owed != amount:
            raise Superseded
    if not 0 < number <= len(told.transfer_requests) + 1:
        raise Superseded
    request, is_new = claim(
        TransferRequest,
        order_id=order.id,
        number=number,
        amount=amount,
        currency=order.currency,
        account_id=order.account_id,
        asked_by_id=operator.id,
        created_at=now(),
    )
    ask(
        request,
        is_new,
        create=lambda name: stripe_api.create_transfer(
            name,
            account_id=order.account_id,
            amount=amount,
            currency=order.currency,
            transfer_group=order.reference,
        ),
        find=lambda name: stripe_api.find_transfer(name, order.reference),
    )
    return request
