"""Money given back to a buyer, as Stripe last said."""

from sqlalchemy.orm import Mapped, mapped_column

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class Refund(Told):
    """A re_; it may fail long after it seemed to succeed."""

    __tablename__ = "refunds"

    charge_id: Mapped[StripeId | None] = mapped_column(index=True)
    payment_intent_id: Mapped[StripeId | None]
    transfer_reversal_id: Mapped[StripeId | None]
    status: Mapped[str | None]
    amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    reason: Mapped[str | None]
    failure_reason: Mapped[str | None]
    created: Mapped[UnixSeconds]
