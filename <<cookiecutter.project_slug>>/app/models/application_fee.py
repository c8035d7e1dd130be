"""The platform's share, as Stripe last said."""

from sqlalchemy.orm import Mapped, mapped_column

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class ApplicationFee(Told):
    """A fee_ collected from a connected account."""

    __tablename__ = "application_fees"

    account_id: Mapped[StripeId] = mapped_column(index=True)
    charge_id: Mapped[StripeId | None] = mapped_column(index=True)
    """The platform's charge (originating_transaction), not the seller's py_ that `charge` names."""
    amount: Mapped[MinorUnits]
    amount_refunded: Mapped[MinorUnits]
    currency: Mapped[Currency]
    balance_transaction_id: Mapped[StripeId | None]
    created: Mapped[UnixSeconds]
