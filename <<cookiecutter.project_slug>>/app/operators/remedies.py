"""What an operator may do about it: act on an event again, read an account again."""

import logging

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from app import inbox
from app.extensions import db
from app.models import Event, User
from app.models.event import IGNORED
from app.operators.desk import bp
from app.stripe_api import StripeRefused, StripeUnavailable

logger = logging.getLogger(__name__)


@bp.post("/events/<event_id>/replay")
def replay(event_id: str) -> Response:
    """Act on one event again: its object is read from Stripe afresh, so this is always safe."""
    event = db.get_or_404(Event, event_id)
    if event.state == IGNORED:
        flash(f"{event_id} was ignored: {event.reason}")
        return _back("operators.events")
    logger.warning("operator %s replays %s", current_user.email, event_id)
    [failure] = inbox.drain(inbox.wait_again(Event.id == event_id), even_if_claimed=True)
    db.session.refresh(event)
    flash(failure or f"Done. Changed: {', '.join(event.changes or []) or 'nothing'}.")
    return _back("operators.events")


@bp.post("/accounts/<account_id>/resync")
def resync(account_id: str) -> Response:
    """Read one connected account from Stripe again; Stripe may change one without telling."""
    if db.session.scalar(select(User.id).where(User.account_id == account_id)) is None:
        abort(404)
    logger.warning("operator %s resyncs %s", current_user.email, account_id)
    try:
        changes = inbox.resync(account_id)
        flash(f"Done. Changed: {', '.join(changes) or 'nothing'}.")
    except (StripeUnavailable, StripeRefused) as failure:
        flash(f"{account_id} could not be read: {failure}")
    return _back("operators.sellers")


def _back(endpoint: str) -> Response:
    """To the order or the payout whose page the button was on, else to the list."""
    reference, payout_id = request.form.get("order"), request.form.get("payout")
    if reference:
        return redirect(url_for("operators.order", reference=reference), 303)
    if payout_id:
        return redirect(url_for("operators.payout", payout_id=payout_id), 303)
    return redirect(url_for(endpoint), 303)
