"""The calls that move money back: refund, transfer reversal, and a transfer of its own.

Each carries the name of the row that asks for it, in the idempotency key and in the metadata. Keys
are kept for a day; after that, `find_...` says whether an answer that got lost made something.
"""

from collections.abc import Iterable
from typing import Any

import stripe

from app.stripe_api.client import client, idempotency_key
from app.stripe_api.errors import speaks_to_stripe


@speaks_to_stripe
def create_refund(
    name: str, *, charge_id: str, amount: int, reverse_transfer: bool, refund_application_fee: bool
) -> str:
    """Refund an amount (minor units) of a destination charge; returns the re_ id.

    Raises StripeRefused, and nothing was made; also where the seller's balance is too low for
    reverse_transfer. docs.stripe.com/connect/destination-charges#issue-refunds
    """
    params: stripe.params.RefundCreateParams = {
        "charge": charge_id,
        "amount": amount,
        "reverse_transfer": reverse_transfer,
        "refund_application_fee": refund_application_fee,
        "metadata": {"asked_as": name},
    }
    return client().v1.refunds.create(params, {"idempotency_key": idempotency_key(name, params)}).id


@speaks_to_stripe
def find_refund(name: str, charge_id: str) -> str | None:
    """The re_ that was made for this name, if any."""
    return _named(name, client().v1.refunds.list({"charge": charge_id, "limit": 100}))


@speaks_to_stripe
def create_reversal(
    name: str, *, transfer_id: str, amount: int, refund_application_fee: bool
) -> str:
    """Take an amount (minor units) of a transfer back from the seller; returns the trr_ id.

    Raises StripeRefused where the seller's balance is too low. docs.stripe.com/connect/disputes
    """
    params: stripe.params.TransferCreateReversalParams = {
        "amount": amount,
        "refund_application_fee": refund_application_fee,
        "metadata": {"asked_as": name},
    }
    key = idempotency_key(name, [transfer_id, params])
    reversals = client().v1.transfers.reversals
    return reversals.create(transfer_id, params, {"idempotency_key": key}).id


@speaks_to_stripe
def find_reversal(name: str, transfer_id: str) -> str | None:
    """The trr_ that was made for this name, if any."""
    return _named(name, client().v1.transfers.reversals.list(transfer_id, {"limit": 100}))


@speaks_to_stripe
def create_transfer(
    name: str,
    *,
    account_id: str,
    amount: int,
    currency: str,
    transfer_group: str,
    charge_id: str | None = None,
) -> str:
    """Move an amount (minor units) from the platform's balance to a seller's; returns the tr_ id.

    With a charge, its money moves, and becomes available when the charge's does. Without one it
    comes out of what the platform has available, or is refused.
    docs.stripe.com/connect/separate-charges-and-transfers#transfer-availability
    """
    params: stripe.params.TransferCreateParams = {
        "destination": account_id,
        "amount": amount,
        "currency": currency,
        "transfer_group": transfer_group,
        "metadata": {"asked_as": name},
    }
    if charge_id is not None:
        params["source_transaction"] = charge_id
    key = idempotency_key(name, params)
    return client().v1.transfers.create(params, {"idempotency_key": key}).id


@speaks_to_stripe
def find_transfer(name: str, transfer_group: str) -> str | None:
    """The tr_ that was made for this name, if any."""
    listed = client().v1.transfers.list({"transfer_group": transfer_group, "limit": 100})
    return _named(name, listed)


def _named(name: str, listed: Any) -> str | None:
    made: Iterable[Any] = listed.auto_paging_iter()
    return next((one.id for one in made if one.to_dict()["metadata"].get("asked_as") == name), None)
