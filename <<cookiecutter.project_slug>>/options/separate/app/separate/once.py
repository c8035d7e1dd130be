"""Ask Stripe for one thing exactly once, however often the asking is cut short."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, update

from app.extensions import db
from app.models.columns import now
from app.separate.moves import AskedOnce
from app.stripe_api import StripeRefused

COOLS_FOR = timedelta(seconds=90)
"""Longer than a request can be under way with its retries: after it, none of the refused attempt
is left that could still succeed beside the next one."""


@dataclass(frozen=True)
class Asking:
    """How Stripe is asked, with plain values: no transaction is open while it answers."""

    find: Callable[[], str | None]
    """The id of what an earlier asking made, if it made anything."""
    make: Callable[[], str]


def once(row: AskedOnce, how: Callable[[], Asking]) -> None:
    """See that Stripe has made it, once, and keep its id. Commits.

    Two who ask at once send the same idempotency key and are given the same id. Keys last a day
    at least (docs.stripe.com/api/idempotent_requests), so whoever asks again looks first for what
    an answer that got lost may have made.

    Raises StripeUnavailable (the outcome is unknown: ask again), or StripeRefused, in which case
    nothing was made and the next attempt, after a pause, has another name.
    """
    db.session.refresh(row)
    asked_before = row.asked_at is not None
    if not _begin(row):
        return
    asking, attempt = how(), row.attempt
    db.session.commit()

    made = asking.find() if asked_before else None
    try:
        made = made or asking.make()
    except StripeRefused as refusal:
        _keep_refusal(row, attempt, refusal.message)
        raise
    _write(row, stripe_id=made, refusal=None, refused_at=None)
    db.session.commit()
    db.session.refresh(row)


def _begin(row: AskedOnce) -> bool:
    """Whether there is something to ask for. If so, its amount, and the key, stay as they are now.

    Raises StripeRefused while an earlier attempt, which was refused, may still be under way.
    """
    model = row.__class__
    cool = or_(model.refused_at.is_(None), model.refused_at <= now() - COOLS_FOR)
    begun = _write(row, cool, model.amount > 0, asked_at=func.coalesce(model.asked_at, now()))
    db.session.refresh(row)
    if not begun:
        db.session.commit()
        if row.stripe_id is None and row.amount > 0:
            raise StripeRefused(str(row.refusal))
    return begun


def _keep_refusal(row: AskedOnce, attempt: int, reason: str) -> None:
    _write(
        row,
        row.__class__.attempt == attempt,
        asked_at=None,
        attempt=attempt + 1,
        refusal=reason,
        refused_at=now(),
    )
    db.session.commit()


def _write(row: AskedOnce, *conditions: Any, **values: Any) -> bool:
    """Write to the row, unless what it asks for has been made; whether it was written."""
    model = row.__class__
    written = db.session.scalars(
        update(model)
        .where(model.id == row.id, model.stripe_id.is_(None), *conditions)
        .values(values)
        .returning(model.id)
    ).first()
    return written is not None
