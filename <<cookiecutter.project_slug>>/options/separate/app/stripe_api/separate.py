"""The call that begins separate charges and transfers: one payment, nobody's share in it yet."""

import stripe

from app.stripe_api.client import client, idempotency_key
from app.stripe_api.errors import speaks_to_stripe


@speaks_to_stripe
def create_separate_charge(*, reference: str, amount: int, currency: str) -> str:
    """A PaymentIntent that charges on the platform and moves nothing to any seller.

    The amount is in minor units. Returns its id; the same call never makes two.
    docs.stripe.com/connect/separate-charges-and-transfers
    """
    params: stripe.params.PaymentIntentCreateParams = {
        "amount": amount,
        "currency": currency,
        "allowed_payment_method_types": ["card"],
        "transfer_group": reference,
        "metadata": {"basket_order": reference},
    }
    key = idempotency_key(f"payment-intent-{reference}", params)
    return client().v1.payment_intents.create(params, {"idempotency_key": key}).id
