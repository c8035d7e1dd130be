"""How one order stands, in one word and a reason."""

from app.money import format_amount
from app.reconciliation.differences import differences, sentence
from app.reconciliation.order_rows import OrderRows
from app.reconciliation.shares import to_send_again

AWAITING_PAYMENT = "awaiting payment"
PAYMENT_PENDING = "payment pending"
PAID = "paid"
SETTLED = "settled"
PARTLY_REFUNDED = "partly refunded"
REFUNDED = "refunded"
DISPUTED = "disputed"
LOST = "dispute lost"
OWED = "owed to the seller"
MISMATCH = "mismatch"

CLOSED = (SETTLED, PARTLY_REFUNDED, REFUNDED, LOST)


class Story(OrderRows):
    """An order beside its told rows, and what they come to."""

    @property
    def state(self) -> str:
        """One of the words above."""
        return self._verdict[0]

    @property
    def reason(self) -> str:
        """Why, in words for an operator."""
        return self._verdict[1]

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of Stripe, and all figures agree."""
        return self.state in CLOSED and not self.missing()

    @property
    def _verdict(self) -> tuple[str, str]:
        charge = self.charge
        if charge is None:
            return AWAITING_PAYMENT, self._why_unpaid()
        if charge.status != "succeeded":
            return PAYMENT_PENDING, f"The charge is {charge.status}."
        if wrong := differences(self, charge):
            return MISMATCH, sentence(wrong)
        if self.open_dispute:
            return DISPUTED, f"The buyer's bank disputes the payment: {self.open_dispute.reason}."
        if owed := to_send_again(self):
            back = format_amount(owed, charge.currency)
            return OWED, f"{back} was taken back from the seller, and nothing justifies it now."
        if self.lost_dispute:
            lost = format_amount(self.lost_dispute.amount, self.lost_dispute.currency)
            return LOST, f"The buyer's bank took {lost} back for good."
        if charge.amount_refunded:
            whole = charge.amount_refunded >= charge.amount
            back = format_amount(charge.amount_refunded, charge.currency)
            return (REFUNDED if whole else PARTLY_REFUNDED), f"The buyer was given {back} back."
        if missing := self.missing():
            return PAID, f"Waiting for Stripe to confirm the {' and the '.join(missing)}."
        return SETTLED, "Amount = application fee + the seller's share, at the right account."

    def _why_unpaid(self) -> str:
        if self.failed_charge is not None:
            return f"The last attempt failed: {self.failed_charge.failure_message}"
        return "No payment has been confirmed by Stripe."
