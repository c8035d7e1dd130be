"""400 to a stranger; 2xx once the event is stored and handed over; 500 asks for it again."""

import logging

from flask import Blueprint, current_app, g, request
from werkzeug.exceptions import HTTPException

from app import events, inbox, nudge, stripe_api, task_queue

bp = Blueprint("webhooks", __name__)
logger = logging.getLogger(__name__)


@bp.post(events.ENDPOINTS[events.PLATFORM].path)
def platform() -> tuple[str, int]:
    """Events on the platform's own objects: charges, fees, transfers, its payouts."""
    return _receive(events.PLATFORM)


@bp.post(events.ENDPOINTS[events.CONNECT].path)
def connect() -> tuple[str, int]:
    """Events on connected accounts: account.updated, sellers' payouts."""
    return _receive(events.CONNECT)


@bp.post(events.ENDPOINTS[events.THIN].path)
def thin() -> tuple[str, int]:
    """Thin events, which name an object and tell nothing more."""
    return _receive(events.THIN)


def _receive(scope: str) -> tuple[str, int]:
    event = stripe_api.verified_event(
        request.get_data(cache=False),
        request.headers.get("Stripe-Signature", ""),
        current_app.config["WEBHOOK_SECRETS"][scope],
    )
    g.event_id = inbox.store(event, scope)
    task_queue.hand_over(g.event_id)
    return "", 200


@bp.errorhandler(stripe_api.NotFromStripe)
@bp.errorhandler(nudge.Malformed)
def refuse(error: Exception) -> tuple[str, int]:
    """Nothing was stored."""
    logger.warning("webhook refused: %s", error)
    return "", 400


@bp.errorhandler(Exception)
def fail(error: Exception) -> tuple[str, int]:
    """The event is stored and waits; a status that is not 2xx makes Stripe deliver it again."""
    if isinstance(error, HTTPException):
        return "", error.code or 500
    logger.error("webhook not processed: %s", type(error).__name__, exc_info=error)
    return "", 500
