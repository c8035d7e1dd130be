"""What a seller offers."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.columns import Currency, MinorUnits, Moment, now
from app.models.user import User


class Product(Base):
    """One thing for sale, at one price."""

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_is_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    amount: Mapped[MinorUnits]
    currency: Mapped[Currency]
    created_at: Mapped[Moment] = mapped_column(default=now)

    seller: Mapped[User] = relationship()
