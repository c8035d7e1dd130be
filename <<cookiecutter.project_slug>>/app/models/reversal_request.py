"""A transfer reversal that an operator asked for, to recover what a dispute took."""

from sqlalchemy.orm import Mapped

from app.models.asked import AskedOfStripe
from app.models.columns import MinorUnits, StripeId


class ReversalRequest(AskedOfStripe):
    """A seller's share to come back to the platform: docs.stripe.com/connect/disputes"""

    __tablename__ = "transfer_reversal_requests"

    transfer_id: Mapped[StripeId]
    refund_application_fee: Mapped[bool]
    fee_refunded: Mapped[MinorUnits]
    """What the page said the platform would give back of its fee."""
