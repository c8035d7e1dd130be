"""Ask Stripe for one thing exactly once, however often the asking is cut short."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, update

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
    if row.refused_at is not None and row.refused_at > now() - COOLS_FOR:
        raise StripeRefused(str(row.refusal))
    asked_before, attempt = row.asked_at is not None, row.attempt
    # From here on its amount stays as it is, and so does what the key covers.
    if not _write(row, row.__class__.amount > 0, asked_at=func.coalesce(_column(row), now())):
        db.session.commit()
        return
    db.session.refresh(row)
    asking = how()
    db.session.commit()

    made = asking.find() if asked_before else None
    try:
        made = made or asking.make()
    except StripeRefused as refusal:
        _write(
            row,
            row.__class__.attempt == attempt,
            asked_at=None,
            attempt=attempt + 1,
            refusal=refusal.message,
            refused_at=now(),
        )
        db.session.commit()
        raise
    _write(row, stripe_id=made, refusal=None, refused_at=None)
    db.session.commit()
    db.session.refresh(row)


def _column(row: AskedOnce) -> Any:
    return row.__class__.asked_at


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
