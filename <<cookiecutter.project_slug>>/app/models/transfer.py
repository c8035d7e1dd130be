"""Money moved from the platform's Stripe balance to a seller's Stripe balance. Not a payout."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class Transfer(Told):
    """A tr_; destination_payment is the py_ it became on the connected account."""

    __tablename__ = "transfers"
    __table_args__ = (Index("ix_transfers_destination_created", "destination", "created", "id"),)

    destination: Mapped[StripeId]
    destination_payment: Mapped[StripeId | None] = mapped_column(index=True)
    source_transaction: Mapped[StripeId | None] = mapped_column(index=True)
    transfer_group: Mapped[StripeId | None] = mapped_column(index=True)
    amount: Mapped[MinorUnits]
    amount_reversed: Mapped[MinorUnits]
    currency: Mapped[Currency]
    balance_transaction_id: Mapped[StripeId | None]
    created: Mapped[UnixSeconds]
