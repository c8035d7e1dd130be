"""Money moved from a Stripe balance to a bank account. Not a transfer."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class Payout(Told):
    """A po_ of a connected account, or of the platform itself where account_id is null.

    "paid" is not final: a bank may send the money back days later, and the status then becomes
    "failed" (docs.stripe.com/api/payouts/object).
    """

    __tablename__ = "payouts"
    __table_args__ = (
        Index("ix_payouts_account_id_created", "account_id", "created", "id"),
        Index("ix_payouts_created", "created", "id"),
    )

    account_id: Mapped[StripeId | None]
    status: Mapped[str]
    amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    arrival_date: Mapped[UnixSeconds]
    automatic: Mapped[bool]
    reconciliation_status: Mapped[str | None]
    failure_code: Mapped[str | None]
    failure_message: Mapped[str | None]
    balance_transaction_id: Mapped[StripeId | None]
    created: Mapped[UnixSeconds]
