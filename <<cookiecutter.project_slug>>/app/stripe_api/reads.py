"""The calls that only read: one for each kind of object, and the list of events."""

from collections.abc import Callable, Iterator
from typing import Any

import stripe

from app.stripe_api.client import client
from app.stripe_api.errors import speaks_to_stripe

Json = dict[str, Any]


@speaks_to_stripe
def retrieve_payment_intent(payment_intent_id: str) -> Json:
    """The PaymentIntent, with the client_secret that only its payer's page may hold."""
    return client().v1.payment_intents.retrieve(payment_intent_id).to_dict()


@speaks_to_stripe
def retrieve_account(account_id: str) -> Json:
    """A connected account, v1-shaped whichever API made it. Raises AccessLost if it left us."""
    return client().v1.accounts.retrieve(account_id).to_dict()


@speaks_to_stripe
def retrieve_charge(charge_id: str) -> Json:
    """A charge on the platform. docs.stripe.com/api/charges/object"""
    return client().v1.charges.retrieve(charge_id).to_dict()


@speaks_to_stripe
def retrieve_application_fee(fee_id: str) -> Json:
    """An application fee. docs.stripe.com/api/application_fees/object"""
    return client().v1.application_fees.retrieve(fee_id).to_dict()


@speaks_to_stripe
def retrieve_transfer(transfer_id: str) -> Json:
    """A transfer to a connected account. docs.stripe.com/api/transfers/object"""
    return client().v1.transfers.retrieve(transfer_id).to_dict()


@speaks_to_stripe
def retrieve_payout(payout_id: str, account_id: str | None) -> Json:
    """A payout of a connected account, or of the platform. docs.stripe.com/api/payouts/object"""
    options: stripe.RequestOptions = {"stripe_account": account_id} if account_id else {}
    return client().v1.payouts.retrieve(payout_id, options=options).to_dict()


@speaks_to_stripe
def retrieve_refund(refund_id: str) -> Json:
    """A refund. docs.stripe.com/api/refunds/object"""
    return client().v1.refunds.retrieve(refund_id).to_dict()


@speaks_to_stripe
def retrieve_dispute(dispute_id: str) -> Json:
    """A dispute. docs.stripe.com/api/disputes/object"""
    return client().v1.disputes.retrieve(dispute_id).to_dict()


@speaks_to_stripe
def list_events(types: list[str], since: int, account_id: str | None, after: str | None) -> Json:
    """One page of events, newest first, since a moment (Unix seconds; Stripe keeps 30 days).

    At most 20 types a call. docs.stripe.com/api/events/list
    """
    params: stripe.params.EventListParams = {
        "types": types,
        "created": {"gte": since},
        "limit": 100,
    }
    if after:
        params["starting_after"] = after
    options: stripe.RequestOptions = {"stripe_account": account_id} if account_id else {}
    return client().v1.events.list(params, options).to_dict()


def pages(list_page: Callable[[str | None], Json]) -> Iterator[Json]:
    """Every object of a Stripe list, page by page (docs.stripe.com/api/pagination)."""
    after = None
    while True:
        page = list_page(after)
        yield from page["data"]
        if not page["has_more"] or not page["data"]:
            return
        after = page["data"][-1]["id"]
