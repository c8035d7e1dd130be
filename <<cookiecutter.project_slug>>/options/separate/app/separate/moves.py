"""What we ask Stripe to move for a basket after it is paid: each row is one thing, asked once."""

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models import User
from app.models.columns import MinorUnits, Moment, StripeId
from app.separate.models import BasketItem, BasketOrder


class AskedOnce(Base):
    """One movement of money. The row is the claim, and names itself in Stripe's idempotency key.

    Not asked yet: asked_at is null. Asked, and the outcome unknown: asked_at alone is set. Made:
    stripe_id is set. Refused: refusal is set, and asked_at is null again.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[MinorUnits]
    attempt: Mapped[int] = mapped_column(default=1)
    """Part of the name: moves on only when Stripe has surely made nothing."""
    asked_at: Mapped[Moment | None]
    stripe_id: Mapped[StripeId | None] = mapped_column(unique=True)
    refusal: Mapped[str | None] = mapped_column(Text)
    """Stripe's reason, where it refused and made nothing."""
    refused_at: Mapped[Moment | None]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be asked for, or its outcome is unknown."""
        return self.stripe_id is None and self.refusal is None

    @property
    def subject(self) -> str:
        """What of an order it moves, the same for every attempt."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """What Stripe's metadata and its idempotency key call it."""
        return f"{self.subject}-{self.attempt}"


class SellerTransfer(AskedOnce):
    """One seller's share of a basket order: what they sold, less the platform's part of it.

    What is given back to the buyer before it was sent is taken off its amount; afterwards it
    stays as it was, and ItemReversals say what has come back.
    """

    __tablename__ = "seller_transfers"
    __table_args__ = (
        UniqueConstraint("basket_order_id", "account_id"),
        CheckConstraint("amount >= 0", name="amount_is_not_negative"),
    )

    basket_order_id: Mapped[int] = mapped_column(ForeignKey("basket_orders.id"))
    account_id: Mapped[StripeId]

    order: Mapped[BasketOrder] = relationship(lazy="selectin")

    @property
    def subject(self) -> str:
        """The one transfer of this order to this account."""
        return f"{self.order.reference}-transfer-{self.account_id}"

    @property
    def items(self) -> list[BasketItem]:
        """What this seller sold in the order."""
        return [item for item in self.order.items if item.account_id == self.account_id]

    @property
    def reference(self) -> str:
        """The order's, as a payout's lines show it."""
        return self.order.reference

    @property
    def product_name(self) -> str:
        """What this seller sold, and nobody else's, as a payout's lines show it."""
        return ", ".join(item.product_name for item in self.items)


class ItemRefund(AskedOnce):
    """The price of one item, to go back to the buyer."""

    __tablename__ = "basket_item_refunds"

    item_id: Mapped[int] = mapped_column(ForeignKey("basket_items.id"), unique=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The operator; null where all of the charge was refunded at Stripe, outside this app."""
    stripe_id: Mapped[StripeId | None] = mapped_column(index=True)
    """The re_; one that refunded all of a charge is shared by its items."""

    item: Mapped[BasketItem] = relationship()
    asked_by: Mapped[User | None] = relationship()

    @property
    def subject(self) -> str:
        """The one refund of this item."""
        return f"{self.item.order.reference}-refund-{self.item_id}"


class ItemReversal(AskedOnce):
    """The seller's share of a refunded item, to come back; 0 where it had never been sent."""

    __tablename__ = "basket_item_reversals"

    item_id: Mapped[int] = mapped_column(ForeignKey("basket_items.id"), unique=True)
    transfer_id: Mapped[StripeId | None]

    item: Mapped[BasketItem] = relationship()

    @property
    def subject(self) -> str:
        """The one reversal for this item."""
        return f"{self.item.order.reference}-reversal-{self.item_id}"
