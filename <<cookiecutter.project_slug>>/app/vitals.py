"""How the inbox is doing: what came, what waits, what fails, when each endpoint was last heard."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from app.extensions import db
from app.models import Event
from app.models.columns import now
from app.models.event import WAITING


@dataclass(frozen=True)
class Vitals:
    """Figures of one moment."""

    received: int
    """In the last 24 hours."""
    waiting: int
    failed: int
    """Of those that wait: the latest attempt failed."""
    oldest_waiting: timedelta | None
    last_heard: dict[str, datetime | None]
    """By scope: when the latest event came in there. An endpoint without a secret is not in use."""


def read() -> Vitals:
    """The figures now, from the stored events."""
    since = now() - timedelta(days=1)
    secrets = current_app.config["WEBHOOK_SECRETS"]
    waiting, failed, oldest = db.session.execute(
        select(func.count(), func.count(Event.error), func.min(Event.received_at)).where(
            Event.state == WAITING
        )
    ).one()
    received = select(func.count()).select_from(Event).where(Event.received_at > since)
    return Vitals(
        received=db.session.scalar(received) or 0,
        waiting=waiting,
        failed=failed,
        oldest_waiting=now() - oldest if oldest else None,
        last_heard={scope: _last_heard(scope) for scope, given in secrets.items() if given},
    )


def _last_heard(scope: str) -> datetime | None:
    """Walks the index on received_at backwards, as far as the latest of this scope."""
    latest = select(Event.received_at).where(Event.scope == scope)
    return db.session.scalar(latest.order_by(Event.received_at.desc()).limit(1))
