"""What Stripe told and nothing explains yet: the short list that reconciliation looks at."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.columns import StripeId


class LooseEnd(Base):
    """A told row that is not part of a settled order or a finished payout.

    It could be derived by comparing all that was ever told with all that was ever asked. It is kept
    so that this costs what is open, however much is settled.
    """

    __tablename__ = "loose_ends"

    noun: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[StripeId] = mapped_column(primary_key=True)
    created: Mapped[int] = mapped_column(BigInteger, index=True)
    """When the object was made at Stripe, in Unix seconds."""
