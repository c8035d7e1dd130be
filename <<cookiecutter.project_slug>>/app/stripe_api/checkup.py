"""The calls of `flask stripe doctor`: they look, and make nothing."""

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import stripe

from app.stripe_api.client import client
from app.stripe_api.errors import is_refusal_of_accounts_v1, speaks_to_stripe


@dataclass(frozen=True)
class Greeting:
    """What the plainest of answers tells: the key's mode, and the time at Stripe."""

    livemode: bool
    ahead: float
    """Seconds by which Stripe's clock is ahead of this machine's; below zero where it is behind."""


@speaks_to_stripe
def greet() -> Greeting:
    """Read the platform's balance, for what comes with it. Raises StripeRefused for a bad key."""
    balance = client().v1.balance.retrieve()
    answer = balance.last_response
    date = answer.headers["Date"] if answer else None
    there = parsedate_to_datetime(date).timestamp() if date else time.time()
    return Greeting(balance.livemode, there - time.time())


@speaks_to_stripe
def count_undelivered(types: list[str], before: int) -> int:
    """The platform's own events of these types (at most 20) that an endpoint has not answered.

    Only those made before a moment (Unix seconds): younger ones may be under way. Counts to 100.
    docs.stripe.com/webhooks/process-undelivered-events
    """
    params: stripe.params.EventListParams = {
        "types": types,
        "delivery_success": False,
        "created": {"lt": before},
        "limit": 100,
    }
    return len(client().v1.events.list(params).data)


def refuses_accounts_v1() -> bool:
    """Whether Stripe refuses this platform's POST /v1/accounts.

    Asks for an account in a country that does not exist, so nothing can come of it. That a
    platform hears of the refusal before it hears of the country is a guess: False proves nothing.
    docs.stripe.com/connect/accounts-v2/account-creation
    """
    try:
        client().v1.accounts.create({"country": "ZZ"})
    except stripe.StripeError as refusal:
        return is_refusal_of_accounts_v1(refusal)
    return False


@speaks_to_stripe
def look_at_accounts_v2() -> None:
    """List one account through v2. Raises StripeRefused where this platform may not use v2."""
    client().v2.core.accounts.list({"limit": 1})
