"""Whether what happens to sellers is heard of: their events at Stripe beside those stored here."""

import time
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app import backfill, stripe_api
from app.doctor.at_stripe import UNDER_WAY
from app.doctor.finding import Finding
from app.extensions import db
from app.models import User

LATEST_SELLERS = 5
A_DAY = 86_400


def look() -> Iterator[Finding]:
    """Those of the latest few only, as each seller takes a call. Raises StripeUnavailable."""
    latest = select(User.account_id).where(User.account_id.is_not(None))
    try:
        accounts = db.session.scalars(latest.order_by(User.id.desc()).limit(LATEST_SELLERS)).all()
    except SQLAlchemyError:
        return  # the look at the database has said so
    count = sum(_count_missed(str(account_id)) for account_id in accounts)
    if count:
        yield Finding(
            "stripe",
            f"{count} of today's events of the latest sellers never came.",
            "flask stripe backfill --since 7d fetches them; does STRIPE_CONNECT_WEBHOOK_SECRET"
            " hold the secret of another endpoint?",
        )


def _count_missed(account_id: str) -> int:
    now = int(time.time())
    try:
        missed = backfill.missed(account_id, now - A_DAY)
    except stripe_api.AccessLost:
        return 0
    return sum(event["created"] < now - UNDER_WAY for event in missed)
