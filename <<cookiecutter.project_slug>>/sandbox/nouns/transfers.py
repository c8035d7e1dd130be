"""Transfers: from the platform's Stripe balance to a seller's; a payout is another thing.

Docs: https://docs.stripe.com/api/transfers and https://docs.stripe.com/api/transfer_reversals.
"""

from sandbox.errors import Json, StripeError, invalid
from sandbox.ids import new_id, now
from sandbox.lists import listed, page
from sandbox.money import check_currency, shown
from sandbox.nouns import balance_transactions
from sandbox.nouns.accounts import merged
from sandbox.nouns.balance_transactions import book
from sandbox.nouns.charges import seller_payment
from sandbox.nouns.payment_intent_rules import check_seller
from sandbox.nouns.transfer_reversals import reverse
from sandbox.routing import Call, route
from sandbox.world import World


def make(
    world: World, *, amount: int, currency: str, destination: str, source: Json | None,
    fee_amount: int = 0, group: str | None = None, metadata: Json | None = None,
    description: str | None = None,
) -> Json:  # fmt: skip
    """Move money between the two balances, and write the seller's `py_` where it arrives."""
    data: Json = (source.get("transfer_data") or {}) if source else {}
    transfer = _new(amount, currency, destination, source)
    transfer["description"] = data.get("description", description)
    transfer["metadata"] = metadata or data.get("metadata") or {}
    transfer["transfer_group"] = source["transfer_group"] if source else group
    out = book(world, world.platform, "transfer", transfer, -amount)
    payment = seller_payment(transfer)
    payment["metadata"] = (data.get("payment_data") or {}).get("metadata") or {}
    payment["application_fee_amount"] = fee_amount or None
    arrived = book(world, destination, "payment", payment, amount, application_fee=fee_amount)
    payment["balance_transaction"] = arrived["id"]
    transfer.update(balance_transaction=out["id"], destination_payment=payment["id"])
    world.store.add(payment, destination)
    world.store.add(transfer, world.platform)
    world.emit("transfer.created", transfer)
    return transfer


def _new(amount: int, currency: str, destination: str, source: Json | None) -> Json:
    id = new_id("tr_3")
    return {
        "id": id,
        "object": "transfer",
        "amount": amount,
        "amount_reversed": 0,
        "created": now(),
        "currency": currency,
        "destination": destination,
        "livemode": False,
        "reversals": listed([], f"/v1/transfers/{id}/reversals"),
        "reversed": False,
        "source_transaction": source["id"] if source else None,
        "source_type": "card",
    }


@route("POST", "/v1/transfers", "TransferCreateParams")
def create(call: Call) -> Json:
    """A transfer of its own (separate charges and transfers); the money has to be there."""
    params, world = call.params, call.world
    currency = check_currency(params["currency"])
    source: Json | None = None
    if "source_transaction" in params:
        name = "source_transaction"
        source = world.store.get("charge", params[name], call.account, name, 400)
    check_seller(world, {"transfer_data": {"destination": params["destination"]}})
    amount: int | None = params.get("amount", source["amount"] if source else None)
    if amount is None:
        raise invalid("Missing required param: amount.", "parameter_missing", "amount")
    if source:
        _check_source(world, source, amount)
    elif amount > balance_transactions.available(world, world.platform, currency):
        raise StripeError(
            400, "You have insufficient available funds in your Stripe account.",
            code="balance_insufficient",
        )  # fmt: skip
    made = make(
        world, amount=amount, currency=currency, destination=params["destination"],
        source={**source, "transfer_data": None} if source else None,
        group=params.get("transfer_group"), metadata=params.get("metadata"),
        description=params.get("description"),
    )  # fmt: skip
    if "transfer_group" in params:
        made["transfer_group"] = params["transfer_group"]
        world.store.save(made)
    return made


def _check_source(world: World, source: Json, amount: int) -> None:
    """All transfers of one charge's money together are at most the charge."""
    held = world.store.all("transfer", world.platform)
    used = sum(each["amount"] for each in held if each["source_transaction"] == source["id"])
    if used + amount > source["amount"]:
        whole, before = (shown(each, source["currency"]) for each in (source["amount"], used))
        raise invalid(
            "Transfers using this transaction as a source must not exceed the source amount of"
            f" {whole}. (There is already a transfer using this source, amounting to {before}.)",
            param="amount",
        )


@route("GET", "/v1/transfers/<id>", "TransferRetrieveParams")
def retrieve(call: Call) -> Json:
    """A transfer the platform made."""
    return call.world.store.get("transfer", call.ids["id"], call.account, "transfer")


@route("GET", "/v1/transfers", "TransferListParams")
def list_all(call: Call) -> Json:
    """The platform's transfers, newest first."""
    held = call.world.store.all("transfer", call.account)
    return page(held, call.params, "/v1/transfers", ["destination", "transfer_group"])


@route("POST", "/v1/transfers/<id>", "TransferUpdateParams")
def update(call: Call) -> Json:
    """Change what a transfer is labelled with."""
    transfer = retrieve(call)
    transfer["description"] = call.params.get("description", transfer["description"])
    transfer["metadata"] = merged(transfer["metadata"], call.params.get("metadata", {}))
    call.world.store.save(transfer)
    call.world.emit("transfer.updated", transfer, previous={})
    return transfer


@route("POST", "/v1/transfers/<id>/reversals", "TransferCreateReversalParams")
def create_reversal(call: Call) -> Json:
    """Pull money back from the seller's balance."""
    transfer = retrieve(call)
    left = transfer["amount"] - transfer["amount_reversed"]
    return reverse(
        call.world, transfer["id"], call.params.get("amount", left),
        refund_fee=call.params.get("refund_application_fee", False),
        metadata=call.params.get("metadata"),
    )  # fmt: skip


@route("GET", "/v1/transfers/<id>/reversals", "TransferReversalListParams")
def list_reversals(call: Call) -> Json:
    """What has been pulled back of a transfer."""
    found = retrieve(call)["reversals"]["data"]
    return page(found[::-1], call.params, f"/v1/transfers/{call.ids['id']}/reversals")
