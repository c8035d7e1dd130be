"""The events that should have been processed by now, and that no message may have told of."""

from datetime import timedelta

from sqlalchemy import or_, select, update

from app import inbox
from app.extensions import db
from app.models import Event
from app.models.columns import now
from app.models.event import WAITING

PATIENCE = timedelta(seconds=60)
"""So long may a message take from the broker to a worker, before another is sent."""
MOST = 1000


def due() -> list[str]:
    """Their ids, oldest first. None of them is due again before PATIENCE has passed. Commits."""
    overdue = or_(
        Event.next_attempt_at <= now(),
        Event.next_attempt_at.is_(None) & (Event.received_at <= now() - PATIENCE),
    )
    oldest = (
        select(Event.id)
        .where(Event.state == WAITING, overdue, inbox.unclaimed())
        .order_by(Event.received_at)
        .limit(MOST)
    )
    found = db.session.execute(
        update(Event)
        .where(Event.id.in_(oldest))
        .values(next_attempt_at=now() + PATIENCE)
        .returning(Event.id, Event.received_at)
    ).all()
    db.session.commit()
    return [row.id for row in sorted(found, key=lambda row: row.received_at)]
