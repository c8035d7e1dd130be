"""A change to a Stripe balance that a payout carried to the bank, as Stripe last said."""

from sqlalchemy.orm import Mapped, mapped_column

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class BalanceTransaction(Told):
    """A txn_; net is what it added to the balance: amount less fee.

    On a connected account the source is a py_, which the transfer names as destination_payment:
    py_ -> tr_ -> ch_ -> order tells which sales a deposit contains.
    """

    __tablename__ = "balance_transactions"

    account_id: Mapped[StripeId | None]
    payout_id: Mapped[StripeId] = mapped_column(index=True)
    type: Mapped[str]
    source_id: Mapped[StripeId | None] = mapped_column(index=True)
    amount: Mapped[MinorUnits]
    fee: Mapped[MinorUnits]
    net: Mapped[MinorUnits]
    currency: Mapped[Currency]
    created: Mapped[UnixSeconds]
