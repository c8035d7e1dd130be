"""What a payer's own page needs to show Stripe's card form, while there is something to pay."""

from typing import Any

from flask import current_app

from app import stripe_api


class Canceled(Exception):
    """The PaymentIntent was canceled at Stripe: nobody can pay it any more."""


def offered(payment_intent_id: str | None, return_path: str) -> dict[str, Any] | None:
    """The form for a PaymentIntent; None where there is none, or nothing left to pay.

    Raises Canceled, StripeUnavailable or StripeRefused. docs.stripe.com/payments/payment-element
    """
    if payment_intent_id is None:
        return None
    payment_intent = stripe_api.retrieve_payment_intent(payment_intent_id)
    # Whether to offer the form is all that this decides; what was paid, charge events confirm.
    if payment_intent["status"] == "canceled":
        raise Canceled
    if payment_intent["status"] in ("processing", "succeeded"):
        return None
    return {
        "client_secret": payment_intent["client_secret"],
        "publishable_key": current_app.config["STRIPE_PUBLISHABLE_KEY"],
        "stripe_js_url": current_app.config["STRIPE_JS_URL"],
        "return_url": current_app.config["PUBLIC_URL"] + return_path,
    }
