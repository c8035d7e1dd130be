"""An event is stored once and has exactly the effect of once, however often it is delivered.

The event is a nudge: only its type, object id, account and livemode are used. Processing it reads
the object from Stripe and writes one told row, so late, doubled and disordered events all end in
the same place.
"""

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g
from sqlalchemy import ColumnElement, or_, select, true, update

from app import nudge, reconciliation
from app.extensions import db
from app.models import ConnectedAccount, Event
from app.models.columns import now
from app.models.event import IGNORED, PROCESSED, WAITING
from app.projections import PROJECTIONS, begin_read

logger = logging.getLogger(__name__)

# What a told row sets in motion at Stripe, if anything: called with its noun and id once the row
# is committed, and again with every later event about it until it succeeds.
FOLLOW_UPS: list[Callable[[str, str], None]] = []

# Longer than a read of Stripe can take with its retries: whoever claimed and is silent has died.
CLAIM_LASTS = timedelta(seconds=90)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)


def store(event: dict[str, Any], scope: str, account: str | None = None) -> str:
    """The id of the event, which is stored once this returns. Never inside a transaction.

    `account` names the connected account it was listed for. Raises nudge.Malformed, in which case
    nothing is stored.
    """
    values = nudge.columns(event, scope, account)
    current_app.extensions["arrivals"].write(values)
    return str(values["id"])


def process(event_id: str, *, even_if_claimed: bool = False) -> None:
    """Act on a waiting event, unless somebody is at it; do nothing for any other.

    All events that wait for the same object share one read of it. Raises whatever went wrong,
    after noting it on the events, which go on waiting.
    """
    g.event_id = event_id  # for what is logged from here on
    event = db.session.get_one(Event, event_id)
    if event.state != WAITING:
        return
    noun, object_id, account = str(event.noun), str(event.object_id), event.account
    claimed, read_at = _claim(noun, object_id, even_if_claimed)
    if not claimed:
        return
    try:
        # No transaction is open while Stripe is being read; the projection's write begins one.
        changes = PROJECTIONS[noun](object_id, account, read_at)
        reconciliation.review(noun, object_id)
        _follow_up(noun, object_id)
        _settle(
            claimed,
            state=PROCESSED,
            processed_at=now(),
            read_at=read_at,
            changes=changes,
            error=None,
        )
    except Exception as failure:
        db.session.rollback()
        logger.warning("event %s could not be processed: %s", event_id, type(failure).__name__)
        _settle(
            claimed,
            error=f"{type(failure).__name__}: {failure}"[:500],
            next_attempt_at=_next_attempt(event.attempts),
        )
        raise


def _follow_up(noun: str, object_id: str) -> None:
    """Not while a transaction is open: it speaks to Stripe, and others would wait for it."""
    for follow_up in FOLLOW_UPS:
        db.session.commit()
        follow_up(noun, object_id)


def waiting(*, even_if_claimed: bool = False) -> list[str]:
    """The ids of the events that may be processed now, oldest first, neighbours in any order.

    Those whose next attempt is not due yet are left out, and those that somebody is at.
    """
    query = select(Event.id).where(Event.state == WAITING)
    if not even_if_claimed:
        query = query.where(
            or_(Event.next_attempt_at.is_(None), Event.next_attempt_at <= now()), unclaimed()
        )
    found = list(db.session.scalars(query.order_by(Event.received_at, Event.id)))
    # Several workers at one backlog would else go for the same event each time.
    hundreds = [found[first : first + 100] for first in range(0, len(found), 100)]
    return [each for some in hundreds for each in random.sample(some, len(some))]


def drain(event_ids: Iterable[str], *, even_if_claimed: bool = False) -> Iterator[str | None]:
    """Process these events one by one; for each, the reason it failed, or None."""
    for event_id in event_ids:
        try:
            process(event_id, even_if_claimed=even_if_claimed)
            yield None
        except Exception as failure:
            db.session.rollback()
            yield f"{event_id}: {type(failure).__name__}: {failure}"


def wait_again(*conditions: ColumnElement[bool]) -> list[str]:
    """Put events that were processed back among those that wait; returns their ids. Commits."""
    again = db.session.scalars(
        update(Event)
        .where(Event.state != IGNORED, *conditions)
        .values(state=WAITING, next_attempt_at=None)
        .returning(Event.id)
    ).all()
    db.session.commit()
    return sorted(again)


def resync(account_id: str) -> list[str]:
    """Read a connected account again without an event; the names of what changed. Commits.

    Stripe may change an account without telling. Raises StripeUnavailable or StripeRefused.
    """
    read_at = begin_read()
    db.session.commit()
    changes = PROJECTIONS[ConnectedAccount.__tablename__](account_id, account_id, read_at)
    db.session.commit()
    return changes


def unclaimed() -> ColumnElement[bool]:
    """Whether nobody is at an event; whoever has been for too long has died."""
    return or_(Event.claimed_at.is_(None), Event.claimed_at < now() - CLAIM_LASTS)


def _claim(noun: str, object_id: str, even_if_claimed: bool) -> tuple[list[str], int]:
    """Claim all that waits for this object and number the read that will serve it."""
    claimed = db.session.scalars(
        update(Event)
        .where(
            Event.noun == noun,
            Event.object_id == object_id,
            Event.state == WAITING,
            true() if even_if_claimed else unclaimed(),
        )
        .values(claimed_at=now(), attempts=Event.attempts + 1)
        .returning(Event.id)
    ).all()
    read_at = begin_read() if claimed else 0
    db.session.commit()
    return list(claimed), read_at


def _settle(event_ids: list[str], **values: Any) -> None:
    """Write what became of the events, in the transaction that holds the told row."""
    db.session.execute(
        update(Event)
        .where(Event.id.in_(event_ids), Event.state == WAITING)
        .values(claimed_at=None, **values)
    )
    db.session.commit()


def _next_attempt(attempts: int) -> datetime:
    wait: timedelta = FIRST_RETRY * 2 ** min(attempts, 12)
    return now() + min(LONGEST_RETRY, wait)
