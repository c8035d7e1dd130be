"""Whether a webhook body comes from Stripe."""

import json
from typing import Any

import stripe

from app.stripe_api.errors import NotFromStripe

Json = dict[str, Any]


def verified_event(payload: bytes, signature: str, secrets: list[str]) -> Json:
    """The event as plain JSON, once a signature by one of the secrets proves Stripe sent it.

    The header is verified and the body parsed once; SDK objects are not needed for a nudge.
    Raises NotFromStripe. docs.stripe.com/webhooks#verify-events-are-sent-from-stripe
    """
    if not any(_is_signed(payload, signature, secret) for secret in secrets):
        raise NotFromStripe("no valid signature")
    try:
        event = json.loads(payload)
    except (ValueError, RecursionError):
        raise NotFromStripe("the body is not JSON") from None
    if not isinstance(event, dict):
        raise NotFromStripe("the body holds no event")
    return event


def _is_signed(payload: bytes, signature: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(
            payload, signature, secret, stripe.Webhook.DEFAULT_TOLERANCE
        )
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        # The SDK lets bytes that are not UTF-8 and non-ASCII signatures fall through.
        return False
    return True
