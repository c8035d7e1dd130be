"""Part of a transfer taken back from a seller's Stripe balance, as Stripe last said."""

from sqlalchemy.orm import Mapped, mapped_column

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class TransferReversal(Told):
    """A trr_, told with the transfer it belongs to."""

    __tablename__ = "transfer_reversals"

    transfer_id: Mapped[StripeId] = mapped_column(index=True)
    source_refund: Mapped[StripeId | None]
    """The re_ that it pays for; null where somebody reversed the transfer itself."""
    amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    created: Mapped[UnixSeconds]
