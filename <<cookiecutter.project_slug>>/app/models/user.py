"""People who sign in: anyone may buy, and whoever starts onboarding sells."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

from app.extensions import Base
from app.models.columns import Moment, StripeId, now

HASHING = "scrypt"
"""Werkzeug's name for it, at werkzeug's costs; a hash remembers both, so they can be raised."""


class User(Base):
    """A person, and the connected account we asked Stripe to make for them."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    is_operator: Mapped[bool] = mapped_column(default=False)
    account_id: Mapped[StripeId | None] = mapped_column(unique=True)
    account_attempt: Mapped[int] = mapped_column(default=1)
    """Part of the idempotency key: moves on only when Stripe has surely made nothing."""
    created_at: Mapped[Moment] = mapped_column(default=now)

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """The session's name for this user."""
        return str(self.id)

    def set_password(self, password: str) -> None:
        """Keep a salted scrypt hash of the password."""
        self.password_hash = generate_password_hash(password, HASHING)

    def has_password(self, password: str) -> bool:
        """Whether this is the password, compared in constant time."""
        return check_password_hash(self.password_hash, password)
