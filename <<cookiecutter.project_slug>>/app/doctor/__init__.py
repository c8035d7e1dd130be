"""What is wrong with this installation, from its settings to the endpoints at Stripe.

Silent about what is right. Looking changes nothing, here or at Stripe.
"""

from collections.abc import Iterator

from app import stripe_api, task_queue
from app.doctor import at_stripe, database, endpoints, sellers, settings
from app.doctor.finding import Finding

__all__ = ["Finding", "examine", "settings"]


def examine() -> Iterator[Finding]:
    """Everything that can be found out now, the nearest first."""
    yield from settings.look()
    yield from database.look()
    if trouble := task_queue.trouble():
        yield Finding("queue", *trouble)
    try:
        yield from at_stripe.look()
        yield from endpoints.look()
        yield from sellers.look()
    except stripe_api.StripeRefused as refusal:
        yield Finding(
            "stripe",
            f"Stripe refuses this app's key: {refusal.message}",
            "copy STRIPE_SECRET_KEY from dashboard.stripe.com/apikeys; a restricted key needs the"
            " permissions that docs/going-live.md lists",
        )
    except stripe_api.StripeUnavailable as failure:
        yield Finding(
            "stripe",
            str(failure),
            "try again; if it lasts: is the network up, is STRIPE_API_BASE right?",
        )
