"""Money taken from a buyer, as Stripe last said."""

from sqlalchemy.orm import Mapped, mapped_column

from app.models.columns import Currency, MinorUnits, StripeId, UnixSeconds
from app.models.told import Told


class Charge(Told):
    """A ch_ on the platform; its transfer and fee are told in tables of their own."""

    __tablename__ = "charges"

    payment_intent_id: Mapped[StripeId | None] = mapped_column(index=True)
    transfer_group: Mapped[StripeId | None] = mapped_column(index=True)
    status: Mapped[str]
    amount: Mapped[MinorUnits]
    amount_captured: Mapped[MinorUnits]
    amount_refunded: Mapped[MinorUnits]
    application_fee_amount: Mapped[MinorUnits | None]
    currency: Mapped[Currency]
    disputed: Mapped[bool]
    destination: Mapped[StripeId | None]
    balance_transaction_id: Mapped[StripeId | None]
    processing_fee: Mapped[MinorUnits | None]
    """What Stripe kept of the payment (the balance transaction's fee); the platform bears it."""
    processing_fee_currency: Mapped[Currency | None]
    failure_code: Mapped[str | None]
    failure_message: Mapped[str | None]
    created: Mapped[UnixSeconds] = mapped_column(index=True)
