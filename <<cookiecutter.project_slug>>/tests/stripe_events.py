"""Bytes as Stripe sends them: signed events, for the tests that need no Stripe behind them."""

import json
import time
from typing import Any

import stripe
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.settings import SETTINGS

PLATFORM_SECRET = SETTINGS["STRIPE_WEBHOOK_SECRET"]
CONNECT_SECRET = SETTINGS["STRIPE_CONNECT_WEBHOOK_SECRET"]
THIN_SECRET = SETTINGS["STRIPE_THIN_WEBHOOK_SECRET"]


def event(type_: str, object_id: str, **fields: Any) -> dict[str, Any]:
    """A snapshot event, as far as this app looks at one."""
    return {
        "id": f"evt_{object_id}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "type": type_,
        "data": {"object": {"id": object_id}},
        **fields,
    }


def thin_event(type_: str, object_id: str, **fields: Any) -> dict[str, Any]:
    """A thin event, which names its object and no more."""
    return {
        "id": f"evt_{object_id}",
        "object": "v2.core.event",
        "created": "2026-11-22T10:00:00.000Z",
        "livemode": False,
        "type": type_,
        "related_object": {"id": object_id, "type": "v2.core.account", "url": "/v2/core/accounts"},
        **fields,
    }


def signature(body: str, secret: str) -> str:
    """The Stripe-Signature header over a body."""
    header: str = stripe.WebhookSignature.generate_signature_header(body, secret)
    return header


def post(
    client: FlaskClient, body: str | bytes, header: str | bytes, path: str = ""
) -> TestResponse:
    """Deliver these bytes under this signature, whatever they are."""
    return client.post(
        f"/webhooks/stripe{path}",
        data=body,
        headers={"Stripe-Signature": header, "Content-Type": "application/json"},
    )


def deliver(
    client: FlaskClient, event: dict[str, Any], secret: str = PLATFORM_SECRET, path: str = ""
) -> TestResponse:
    """Deliver an event, properly signed."""
    body = json.dumps(event)
    return post(client, body, signature(body, secret), path)
