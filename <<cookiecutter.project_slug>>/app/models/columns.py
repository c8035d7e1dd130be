"""Kinds of column that many tables share, named after what they hold."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment that is aware in Python everywhere, also on SQLite, which keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back UTC, whatever the driver lost."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


# Stripe's ids are opaque, case-sensitive, up to 255 characters: docs.stripe.com/upgrades
StripeId = Annotated[str, mapped_column(String(255))]
Currency = Annotated[str, mapped_column(String(3))]
MinorUnits = Annotated[int, mapped_column(BigInteger)]
UnixSeconds = Annotated[int, mapped_column(BigInteger)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Names = Annotated[list[str], mapped_column(JSON)]
