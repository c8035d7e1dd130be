"""What we asked Stripe to move, from one buyer to one seller."""

import secrets

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.columns import Currency, MinorUnits, Moment, StripeId, now
from app.models.product import Product
from app.models.user import User


class Order(Base):
    """One purchase, with the figures as they were when it was made; prices and fees may change."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint(
            "application_fee_amount BETWEEN 0 AND amount", name="fee_is_within_the_amount"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(
        String(40), unique=True, default=lambda: f"order_{secrets.token_hex(12)}"
    )
    """Names the order to people and to Stripe (transfer_group, metadata); cannot be guessed."""
    buyer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    seller_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    product_name: Mapped[str] = mapped_column(String(120))
    account_id: Mapped[StripeId]
    amount: Mapped[MinorUnits]
    application_fee_amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    payment_intent_id: Mapped[StripeId | None] = mapped_column(unique=True)
    created_at: Mapped[Moment] = mapped_column(default=now)

    buyer: Mapped[User] = relationship(foreign_keys=[buyer_id])
    seller: Mapped[User] = relationship(foreign_keys=[seller_id])
    product: Mapped[Product] = relationship()

    @property
    def seller_amount(self) -> int:
        """The seller's share, in minor units."""
        return self.amount - self.application_fee_amount
