"""The record of being told: one row for each event, kept for good, without its payload."""

from sqlalchemy import JSON, BigInteger, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.columns import Moment, StripeId, UnixSeconds, now

WAITING = "waiting"
PROCESSED = "processed"
IGNORED = "ignored"


class Event(Base):
    """An evt_: which object it pointed at, and what became of it.

    The payload is not kept: it carries people's data, and the object is read from Stripe anyway.
    """

    __tablename__ = "stripe_events"
    __table_args__ = (
        Index("ix_stripe_events_subject", "object_id", "state"),
        Index(
            "ix_stripe_events_waiting",
            "received_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[StripeId] = mapped_column(primary_key=True)
    type: Mapped[str]
    scope: Mapped[str]
    """The endpoint it came in by: platform, connect or thin."""
    account: Mapped[StripeId | None]
    object_id: Mapped[StripeId | None]
    noun: Mapped[str | None]
    """The told table it leads to; null where the event is ignored."""
    livemode: Mapped[bool]
    api_version: Mapped[str | None]
    created: Mapped[UnixSeconds]
    received_at: Mapped[Moment] = mapped_column(default=now, index=True)

    state: Mapped[str]
    reason: Mapped[str | None]
    """Why it was ignored."""
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    """Why the latest attempt failed; the event is waiting still."""
    claimed_at: Mapped[Moment | None]
    next_attempt_at: Mapped[Moment | None]
    processed_at: Mapped[Moment | None]
    read_at: Mapped[int | None] = mapped_column(BigInteger)
    changes: Mapped[list[str] | None] = mapped_column(JSON)
    """The columns of the told row that changed; several events may share one read."""
