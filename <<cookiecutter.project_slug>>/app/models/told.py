"""What every told table shares: Stripe's id is the key, and the read that wrote the row."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.columns import StripeId


class Told(Base):
    """A row that only a projection writes, from an object just read from Stripe.

    Told rows hold no foreign keys, to each other or to ours: whichever is told first is stored
    first, and they are joined when read.
    """

    __abstract__ = True

    id: Mapped[StripeId] = mapped_column(primary_key=True)
    read_at: Mapped[int] = mapped_column(BigInteger)
    """Which read of Stripe wrote this row (see stripe_read); a later one is never overwritten."""
