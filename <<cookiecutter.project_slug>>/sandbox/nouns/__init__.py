"""Stripe's nouns, one a module; importing them registers their endpoints."""

from sandbox.nouns import (  # noqa: F401
    account_links,
    accounts,
    accounts_v2,
    application_fees,
    balance,
    charges,
    disputes,
    event_destinations,
    events,
    payment_intents,
    payouts,
    refunds,
    transfers,
    webhook_endpoints,
)
