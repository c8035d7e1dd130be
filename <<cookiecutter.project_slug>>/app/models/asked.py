"""What every request for money to move back shares: claimed here before Stripe is asked."""

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from app.extensions import Base
from app.models.columns import Currency, MinorUnits, Moment, StripeId, now
from app.models.order import Order
from app.models.user import User


class AskedOfStripe(Base):
    """One thing an operator asked for. Its number is the claim, and is in the idempotency key.

    Whoever asks twice, or at the same time as somebody else, claims the same number: one row, one
    key, one movement of money.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int]
    """1, 2, 3 for each order."""
    amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[Moment] = mapped_column(default=now)
    stripe_id: Mapped[StripeId | None] = mapped_column(unique=True)
    """What Stripe made of it; null with no refusal means that the outcome is unknown."""
    refusal: Mapped[str | None] = mapped_column(Text)
    """Stripe's reason, where it refused and made nothing."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        """One row for each number of an order."""
        return (UniqueConstraint("order_id", "number"),)

    @declared_attr
    def order(cls) -> Mapped[Order]:
        """The order whose money it is."""
        return relationship(Order)

    @declared_attr
    def asked_by(cls) -> Mapped[User]:
        """The operator."""
        return relationship(User)

    @property
    def is_open(self) -> bool:
        """Whether Stripe's answer is not known."""
        return self.stripe_id is None and self.refusal is None

    @property
    def name(self) -> str:
        """What it is called in Stripe's metadata and in its idempotency key."""
        return f"{self.order.reference}-{self.__tablename__}-{self.number}"
