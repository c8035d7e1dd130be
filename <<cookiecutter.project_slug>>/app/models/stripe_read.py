"""The count of reads of Stripe: one row, and the only clock that told rows obey."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class StripeRead(Base):
    """The number of the latest read begun. It lives in the database, which has no two clocks."""

    __tablename__ = "stripe_reads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
