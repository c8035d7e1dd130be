"""The one client: key, address, timeouts, retries, and what its log may say."""

import hashlib
import json
import logging
from typing import Any, cast

import stripe
from flask import Flask, current_app

API_VERSION = stripe.api_version
"""What the SDK asks Stripe to speak with us; an event may speak another."""


def init_app(app: Flask) -> None:
    """Make the app's client. Timeouts are seconds; the SDK retries nothing unless told to."""
    stripe.enable_telemetry = False
    logging.getLogger("stripe").addFilter(_without_bodies)
    app.extensions["stripe"] = stripe.StripeClient(
        app.config["STRIPE_SECRET_KEY"],
        base_addresses={"api": app.config["STRIPE_API_BASE"]},
        http_client=stripe.RequestsClient(timeout=(5, 20)),
        max_network_retries=2,
    )


def _without_bodies(record: logging.LogRecord) -> bool:
    """At DEBUG the SDK logs whole replies, bearer URLs and client secrets among them."""
    return record.levelno >= logging.INFO


def client() -> stripe.StripeClient:
    """The client of the app that is being served."""
    return cast(stripe.StripeClient, current_app.extensions["stripe"])


def idempotency_key(name: str, params: Any) -> str:
    """A key that covers all that is asked for: other parameters must not reuse it."""
    content = json.dumps([stripe.api_version, params], sort_keys=True)
    return f"{name}-{hashlib.sha256(content.encode()).hexdigest()[:32]}"
