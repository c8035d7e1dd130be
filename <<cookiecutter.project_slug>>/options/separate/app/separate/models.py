"""What a buyer asks for in a basket: one order, and in it the things of several sellers."""

import secrets

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models import Product, User
from app.models.columns import Currency, MinorUnits, Moment, StripeId, now


class BasketOrder(Base):
    """One purchase over several sellers, with its figures as they were when it was made."""

    __tablename__ = "basket_orders"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_is_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(
        String(40), unique=True, default=lambda: f"basket_{secrets.token_hex(12)}"
    )
    """Names the order to people and to Stripe (transfer_group, metadata); cannot be guessed."""
    buyer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    payment_intent_id: Mapped[StripeId | None] = mapped_column(unique=True)
    created_at: Mapped[Moment] = mapped_column(default=now)

    buyer: Mapped[User] = relationship(lazy="selectin")
    items: Mapped[list["BasketItem"]] = relationship(
        back_populates="order", order_by="BasketItem.id", lazy="selectin"
    )

    @property
    def account_id(self) -> None:
        """No one account: its money goes to several."""
        return None

    @property
    def product_name(self) -> str:
        """What it is called where there is one line for it."""
        others = len(self.items) - 1
        first = self.items[0].product_name
        return f"{first} and {others} more" if others else first


class BasketItem(Base):
    """One thing in an order: its price, and the part of it that the platform keeps.

    That part is no application fee: Stripe makes none here, it is simply not transferred
    (docs.stripe.com/connect/separate-charges-and-transfers#collect-fees).
    """

    __tablename__ = "basket_items"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("platform_amount BETWEEN 0 AND amount", name="part_is_within_the_amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    basket_order_id: Mapped[int] = mapped_column(ForeignKey("basket_orders.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    product_name: Mapped[str] = mapped_column(String(120))
    seller_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    account_id: Mapped[StripeId]
    amount: Mapped[MinorUnits]
    platform_amount: Mapped[MinorUnits]

    order: Mapped[BasketOrder] = relationship(back_populates="items")
    product: Mapped[Product] = relationship()
    seller: Mapped[User] = relationship(lazy="selectin")

    @property
    def seller_amount(self) -> int:
        """The seller's share, in minor units."""
        return self.amount - self.platform_amount
