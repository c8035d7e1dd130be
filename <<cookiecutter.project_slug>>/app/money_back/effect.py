"""What a refund or a reversal does to buyer, seller and platform: the one place it is worked out.

Proportional parts are rounded by money.pro_rata; what completes a full refund takes all that is
left: docs.stripe.com/connect/destination-charges#issue-refunds
"""

from dataclasses import dataclass

from app.money import format_amount, pro_rata
from app.reconciliation import Story, shares


class Impossible(Exception):
    """It cannot be asked for now; the text says why, to an operator."""


@dataclass(frozen=True)
class Effect:
    """What moves, in minor units of one currency; Stripe's processing fee stays with Stripe."""

    currency: str
    refunded: int
    """To the buyer, out of the platform's balance."""
    transfer_reversed: int
    """From the seller to the platform."""
    fee_refunded: int
    """From the platform's fee to the seller."""

    @property
    def seller(self) -> int:
        """The change of the seller's balance."""
        return self.fee_refunded - self.transfer_reversed

    @property
    def platform(self) -> int:
        """The change of the platform's balance."""
        return self.transfer_reversed - self.fee_refunded - self.refunded


def of_refund(
    told: Story, amount: int, reverse_transfer: bool, refund_application_fee: bool
) -> Effect:
    """What refunding an amount with these flags does. Raises Impossible."""
    charge, transfer = told.charge, told.transfer
    if charge is None or transfer is None:
        raise Impossible("Stripe has not confirmed the payment and its transfer yet.")
    _check_currency(told)
    if refund_application_fee and not reverse_transfer:
        raise Impossible("The fee can only be given back together with the seller's share.")
    reversed_ = 0
    if reverse_transfer:
        left = transfer.amount - transfer.amount_reversed
        completes = charge.amount_refunded + amount == charge.amount
        reversed_ = left if completes else pro_rata(transfer.amount, amount, charge.amount)
        if not 0 < reversed_ <= left:
            words = format_amount(left, transfer.currency)
            raise Impossible(f"Only {words} of the transfer are left with the seller to take back.")
    fee = _fee_share(told, reversed_) if refund_application_fee else 0
    return Effect(charge.currency, amount, reversed_, fee)


def of_reversal(told: Story, amount: int, refund_application_fee: bool) -> Effect:
    """What taking an amount of the transfer back does. Raises Impossible."""
    if told.transfer is None:
        raise Impossible("Stripe has not told of the transfer yet.")
    _check_currency(told)
    fee = _fee_share(told, amount) if refund_application_fee else 0
    return Effect(told.transfer.currency, 0, amount, fee)


def _check_currency(told: Story) -> None:
    """Parts of a conversion are Stripe's to work out."""
    if shares(told) is None:
        raise Impossible(
            "The transfer or the fee settled in another currency than the payment's;"
            " what would come back cannot be shown here. Ask for it in Stripe's Dashboard."
        )


def _fee_share(told: Story, reversed_: int) -> int:
    """The part of the fee that belongs to this part of the transfer, and is not given back yet."""
    fee, transfer = told.fee, told.transfer
    if fee is None or transfer is None:
        return 0
    left = fee.amount - fee.amount_refunded
    if transfer.amount_reversed + reversed_ == transfer.amount:
        return left
    return min(left, pro_rata(fee.amount, reversed_, transfer.amount))
