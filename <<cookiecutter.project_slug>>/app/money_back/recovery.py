"""After a dispute: take the seller's share back, and send it again when nothing justifies that.

A dispute debits the platform, with or without on_behalf_of: docs.stripe.com/connect/disputes
"""

from app import reconciliation, stripe_api
from app.models import Order, ReversalRequest, TransferRequest, User
from app.money_back.asking import Superseded, once
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
    order: Order, operator: User, number: int, shown: Effect, *, refund_application_fee: bool
) -> ReversalRequest:
    """Take the seller's share back exactly as it was shown; the same number twice is one reversal.

    Raises Impossible, and what asking.once raises: StripeRefused also where the seller is short.
    """
    told = reconciliation.story(order)
    transfer_id, amount = told.transfer.id if told.transfer else "", shown.transfer_reversed

    def check() -> None:
        if shown != preview_reversal(told, refund_application_fee):
            raise Superseded

    return once(
        ReversalRequest, order, operator, number, told.reversal_requests,
        check=check,
        create=lambda name: stripe_api.create_reversal(
            name,
            transfer_id=transfer_id,
            amount=amount,
            refund_application_fee=refund_application_fee,
        ),
        find=lambda name: stripe_api.find_reversal(name, transfer_id),
        transfer_id=transfer_id, amount=amount, fee_refunded=shown.fee_refunded,
        refund_application_fee=refund_application_fee,
    )  # fmt: skip


def send_again(order: Order, operator: User, number: int, amount: int) -> TransferRequest:
    """Send the seller what is owed to them; the same number twice is one transfer.

    Raises Impossible, and what asking.once raises: StripeRefused also where the platform is short.
    """
    told = reconciliation.story(order)

    def check() -> None:
        owed = reconciliation.to_send_again(told)
        if owed == 0:
            raise Impossible("Nothing is owed to the seller.")
        if owed != amount:
            raise Superseded

    return once(
        TransferRequest, order, operator, number, told.transfer_requests,
        check=check,
        create=lambda name: stripe_api.create_transfer(
            name, account_id=order.account_id, amount=amount, currency=order.currency,
            transfer_group=order.reference,
        ),
        find=lambda name: stripe_api.find_transfer(name, order.reference),
        account_id=order.account_id, amount=amount,
    )  # fmt: skip
