"""The calls that only read: one for each kind of object, and the list of events."""

from typing import Any

import stripe

from app.stripe_api.bearer import ClientSecret
from app.stripe_api.client import client
from app.stripe_api.errors import speaks_to_stripe

Json = dict[str, Any]


@speaks_to_stripe
def retrieve_payment_intent(payment_intent_id: str) -> Json:
    """The PaymentIntent, with its client_secret sealed: only its payer's page may hold that."""
    return _sealed(client().v1.payment_intents.retrieve(payment_intent_id).to_dict())


@speaks_to_stripe
def retrieve_account(account_id: str) -> Json:
    """A connected account, v1-shaped whichever API made it. Raises AccessLost if it left us."""
    return client().v1.accounts.retrieve(account_id).to_dict()


@speaks_to_stripe
def retrieve_charge(charge_id: str) -> Json:
    """A charge on the platform, its balance transaction expanded: that says what Stripe kept.

    docs.stripe.com/api/charges/object
    """
    return client().v1.charges.retrieve(charge_id, {"expand": ["balance_transaction"]}).to_dict()


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
    return client().v1.payouts.retrieve(payout_id, options=_as(account_id)).to_dict()


@speaks_to_stripe
def retrieve_refund(refund_id: str) -> Json:
    """A refund. docs.stripe.com/api/refunds/object"""
    return client().v1.refunds.retrieve(refund_id).to_dict()


@speaks_to_stripe
def retrieve_dispute(dispute_id: str) -> Json:
    """A dispute. docs.stripe.com/api/disputes/object"""
    return client().v1.disputes.retrieve(dispute_id).to_dict()


@speaks_to_stripe
def list_reversals(transfer_id: str) -> list[Json]:
    """What was taken back of a transfer, newest first. docs.stripe.com/api/transfer_reversals"""
    listed = client().v1.transfers.reversals.list(transfer_id, {"limit": 100})
    return [reversal.to_dict() for reversal in listed.auto_paging_iter()]


@speaks_to_stripe
def list_balance_transactions(payout_id: str, account_id: str | None) -> list[Json]:
    """All that an automatic payout carried, itself among them.

    Refused until its reconciliation_status is completed.
    docs.stripe.com/api/balance_transactions/list
    """
    params: stripe.params.BalanceTransactionListParams = {"payout": payout_id, "limit": 100}
    listed = client().v1.balance_transactions.list(params, _as(account_id))
    return [entry.to_dict() for entry in listed.auto_paging_iter()]


@speaks_to_stripe
def list_events(types: list[str], since: int, account_id: str | None) -> list[Json]:
    """The events since a moment (Unix seconds; Stripe keeps 30 days), newest first.

    At most 20 types a call. docs.stripe.com/api/events/list
    """
    params: stripe.params.EventListParams = {
        "types": types,
        "created": {"gte": since},
        "limit": 100,
    }
    listed = client().v1.events.list(params, _as(account_id))
    return [event.to_dict() for event in listed.auto_paging_iter()]


@speaks_to_stripe
def list_since(noun: str, since: int, account_id: str | None) -> list[Json]:
    """Every object of a kind made since a moment (Unix seconds), newest first.

    The kinds are charges, application_fees, transfers and payouts. docs.stripe.com/api/pagination
    """
    service: Any = getattr(client().v1, noun)
    listed = service.list({"created": {"gte": since}, "limit": 100}, _as(account_id))
    return [each.to_dict() for each in listed.auto_paging_iter()]


def _sealed(payment_intent: Json) -> Json:
    return {**payment_intent, "client_secret": ClientSecret(payment_intent["client_secret"])}


def _as(account_id: str | None) -> stripe.RequestOptions:
    """Speak for a connected account, or for the platform."""
    return {"stripe_account": account_id} if account_id else {}
