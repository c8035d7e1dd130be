"""Events we never heard of, listed at Stripe: the platform's own and each seller's."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, union

from app import inbox, stripe_api
from app.events import CONNECT, PLATFORM, enabled_at
from app.extensions import db
from app.models import ConnectedAccount, Event, User

TYPES_A_CALL = 20
IDS_A_QUERY = 1000


def account_ids() -> list[str]:
    """Every connected account we asked for or were told of."""
    asked = select(User.account_id).where(User.account_id.is_not(None))
    told = select(ConnectedAccount.id)
    return sorted(db.session.scalars(union(asked, told)))


def missed(account_id: str | None, since: int) -> list[dict[str, Any]]:
    """The events since a moment (Unix seconds) that are not stored, oldest first.

    `account_id` names the connected account they happened on; None means the platform. Stripe
    keeps events for 30 days (docs.stripe.com/api/events/list). Raises StripeUnavailable, or
    AccessLost where the seller has left.
    """
    listed = {event["id"]: event for event in _listed(account_id, since)}
    stored = _stored(list(listed))
    return [listed[event_id] for event_id in reversed(listed) if event_id not in stored]


def _stored(event_ids: list[str]) -> set[str]:
    """Which of these we have, asked for in portions: databases limit what one question may name."""
    stored: set[str] = set()
    for first in range(0, len(event_ids), IDS_A_QUERY):
        some = event_ids[first : first + IDS_A_QUERY]
        stored.update(db.session.scalars(select(Event.id).where(Event.id.in_(some))))
    db.session.rollback()
    return stored


def _listed(account_id: str | None, since: int) -> Iterator[dict[str, Any]]:
    scope = CONNECT if account_id else PLATFORM
    types = enabled_at(scope)
    for first in range(0, len(types), TYPES_A_CALL):
        some = types[first : first + TYPES_A_CALL]
        yield from stripe_api.list_events(some, since, account_id)


def store(events: list[dict[str, Any]], account_id: str | None) -> list[str]:
    """Store what was missed, to be processed like any other; the ids."""
    scope = CONNECT if account_id else PLATFORM
    return [inbox.store(event, scope, account_id) for event in events]
