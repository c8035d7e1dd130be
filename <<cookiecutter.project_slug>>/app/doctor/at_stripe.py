"""What is wrong between this app and Stripe: key, mode, clock, accounts, what is still owed."""

import time
from collections.abc import Iterator

from flask import current_app

from app import stripe_api
from app.backfill import TYPES_A_CALL
from app.doctor.finding import Finding
from app.events import PLATFORM, enabled_at

MOST_SKEW = 60
"""Seconds; deliveries take some of a signature's 300 themselves."""
UNDER_WAY = 600
"""Seconds for which Stripe may still be trying, and nothing be wrong."""


def look() -> Iterator[Finding]:
    """What one cheap read of Stripe tells, and three more. Raises StripeUnavailable."""
    greeting = stripe_api.greet()
    if greeting.livemode != current_app.config["LIVEMODE"]:
        yield Finding(
            "stripe",
            "The secret key's name and Stripe's answer are not of one mode.",
            "copy STRIPE_SECRET_KEY from dashboard.stripe.com/apikeys",
        )
    if abs(greeting.ahead) > MOST_SKEW:
        yield Finding(
            "stripe",
            f"This machine's clock is {abs(greeting.ahead):.0f} seconds"
            f" {'behind' if greeting.ahead > 0 else 'ahead of'} Stripe's, and a signature is good"
            " for 300 seconds by this one.",
            "let it keep time: timedatectl set-ntp true",
        )
    yield from _accounts()
    yield from _undelivered()


def _accounts() -> Iterator[Finding]:
    if current_app.config["STRIPE_ACCOUNTS_API"] == "v2":
        try:
            stripe_api.look_at_accounts_v2()
        except stripe_api.StripeRefused as refusal:
            yield Finding(
                "stripe",
                f"Stripe refuses /v2/core/accounts: {refusal.message}",
                "allow it in dashboard.stripe.com/settings/connect/platform-setup, or set"
                " STRIPE_ACCOUNTS_API=v1",
            )
    elif stripe_api.refuses_accounts_v1():
        yield Finding(
            "stripe",
            "Stripe refuses this platform POST /v1/accounts: no seller can be onboarded.",
            "set STRIPE_ACCOUNTS_API=v2, or switch Accounts v1 support on at"
            " dashboard.stripe.com/settings/features/feat_accounts_v1_support",
        )


def _undelivered() -> Iterator[Finding]:
    types, before = enabled_at(PLATFORM), int(time.time()) - UNDER_WAY
    count = sum(
        stripe_api.count_undelivered(types[first : first + TYPES_A_CALL], before)
        for first in range(0, len(types), TYPES_A_CALL)
    )
    if count:
        yield Finding(
            "stripe",
            f"{count} events older than {UNDER_WAY // 60} minutes could not be delivered.",
            "flask stripe backfill --since 7d fetches them; the log says why deliveries were"
            " refused",
        )
