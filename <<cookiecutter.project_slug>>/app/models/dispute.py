"""A buyer's bank taking a payment back, as Stripe last said; it debits the platform."""

from sqlalchemy.orm import Mapped, mapped_column

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class Dispute(Told):
    """A dp_ against one charge."""

    __tablename__ = "disputes"

    charge_id: Mapped[StripeId] = mapped_column(index=True)
    status: Mapped[str]
    reason: Mapped[str]
    amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    balance_change: Mapped[MinorUnits]
    """What it has done to the platform's balance so far, Stripe's dispute fee included; <= 0."""
    is_charge_refundable: Mapped[bool]
    evidence_due_by: Mapped[UnixSeconds | None]
    created: Mapped[UnixSeconds]
