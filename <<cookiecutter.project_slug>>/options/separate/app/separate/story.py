"""How one basket order stands, in one word and a reason: the words are reconciliation's."""

from app.money import format_amount
from app.reconciliation import order_story
from app.reconciliation.differences import sentence
from app.separate.differences import differences
from app.separate.rows import BasketRows


class BasketStory(BasketRows):
    """A basket order beside its told rows, and what they come to."""

    @property
    def state(self) -> str:
        """One of reconciliation's words for an order."""
        return self._verdict[0]

    @property
    def reason(self) -> str:
        """Why, in words for an operator."""
        return self._verdict[1]

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of Stripe, and all figures agree."""
        return self.state in order_story.CLOSED and not self.missing()

    @property
    def _verdict(self) -> tuple[str, str]:
        charge = self.charge
        if charge is None:
            failed = self.failed_charge
            words = f"The last attempt failed: {failed.failure_message}" if failed else ""
            return order_story.AWAITING_PAYMENT, words or "No payment has been confirmed by Stripe."
        if charge.status != "succeeded":
            return order_story.PAYMENT_PENDING, f"The charge is {charge.status}."
        if wrong := differences(self, charge):
            return order_story.MISMATCH, sentence(wrong)
        if self.open_dispute:
            reason = self.open_dispute.reason
            return order_story.DISPUTED, f"The buyer's bank disputes the payment: {reason}."
        if missing := self.missing():
            words = " and the ".join(missing)
            return order_story.PAID, f"Waiting for Stripe to confirm the {words}."
        if charge.amount_refunded:
            whole = charge.amount_refunded >= charge.amount
            back = format_amount(charge.amount_refunded, charge.currency)
            state = order_story.REFUNDED if whole else order_story.PARTLY_REFUNDED
            return state, f"The buyer was given {back} back, and its sellers gave their part."
        return order_story.SETTLED, "Each seller has their share, at the right account."
