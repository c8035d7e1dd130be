"""Settings beside the platform's own: each with the shape of its value, and its default."""

import re

MORE: dict[str, tuple[re.Pattern[str], str]] = {
    # Unset: events are processed in the request that brings them, as on a laptop.
    "CELERY_BROKER_URL": (re.compile(r"((rediss?|amqps?)://\S+)?"), ""),
    # Two platforms may share one broker, each with a queue of its own.
    "CELERY_QUEUE": (re.compile(r"[\w-]+"), "stripe_events"),
    # For each worker, so divide by their number. Stripe allows 25 in test mode, 100 in live mode:
    # docs.stripe.com/rate-limits
    "STRIPE_READS_PER_SECOND": (re.compile(r"[1-9]\d{0,2}"), "20"),
}
