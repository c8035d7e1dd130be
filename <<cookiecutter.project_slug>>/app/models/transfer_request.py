"""A transfer that an operator asked for, to give a seller back what was taken without cause."""

from sqlalchemy.orm import Mapped

from app.models.asked import AskedOfStripe
from app.models.columns import StripeId


class TransferRequest(AskedOfStripe):
    """A seller's share sent again, after a dispute was won or a refund failed."""

    __tablename__ = "transfer_requests"

    account_id: Mapped[StripeId]
