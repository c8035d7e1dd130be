"""A refund that an operator asked for, with what they were shown it would do."""

from sqlalchemy.orm import Mapped

from app.models.asked import AskedOfStripe
from app.models.columns import MinorUnits, StripeId


class RefundRequest(AskedOfStripe):
    """Money to go back to a buyer: docs.stripe.com/connect/destination-charges#issue-refunds"""

    __tablename__ = "refund_requests"

    charge_id: Mapped[StripeId]
    reverse_transfer: Mapped[bool]
    refund_application_fee: Mapped[bool]
    transfer_reversed: Mapped[MinorUnits]
    """What the page said the seller would give back of the transfer."""
    fee_refunded: Mapped[MinorUnits]
    """What the page said the platform would give back of its fee."""
