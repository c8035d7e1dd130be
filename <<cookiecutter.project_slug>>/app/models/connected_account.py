"""What a seller's connected account can do, as Stripe last said."""

from sqlalchemy.orm import Mapped

from app.models.columns import Currency, Names, UnixSeconds
from app.models.told import Told


class ConnectedAccount(Told):
    """An acct_. See docs.stripe.com/api/accounts/object for each field."""

    __tablename__ = "connected_accounts"

    charges_enabled: Mapped[bool]
    payouts_enabled: Mapped[bool]
    details_submitted: Mapped[bool]
    card_payments: Mapped[str]
    transfers: Mapped[str]
    """Capabilities: active, inactive, pending, or a word Stripe has yet to invent."""
    currently_due: Mapped[Names]
    past_due: Mapped[Names]
    pending_verification: Mapped[Names]
    disabled_reason: Mapped[str | None]
    current_deadline: Mapped[UnixSeconds | None]
    country: Mapped[str | None]
    default_currency: Mapped[Currency | None]
    deauthorized: Mapped[bool]
    """Stripe no longer lets the platform read the account."""
