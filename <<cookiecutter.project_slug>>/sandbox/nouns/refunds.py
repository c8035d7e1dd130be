"""Refunds: giving a buyer's money back, and what that does to the transfer and the fee.

Docs: https://docs.stripe.com/api/refunds, https://docs.stripe.com/connect/destination-charges#issue-refunds.
"""

from typing import Any

from sandbox.errors import Json, invalid
from sandbox.ids import new_id, now
from sandbox.lists import page
from sandbox.nouns.accounts import merged
from sandbox.nouns.balance_transactions import book
from sandbox.nouns.cards import CARDS
from sandbox.nouns.transfer_reversals import reverse
from sandbox.routing import Call, route
from sandbox.world import World, job


@route("POST", "/v1/refunds", "RefundCreateParams")
def create(call: Call) -> Json:
    """Refund a charge from the platform's balance; by flags, seller and fee give their part."""
    params, world = call.params, call.world
    charge = _charge(call)
    left = charge["amount"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    _check(charge, amount, left)
    if params.get("refund_application_fee") and not params.get("reverse_transfer"):
        message = "You can only refund the application fee if you also reverse the transfer."
        raise invalid(message, param="refund_application_fee")
    return issue(
        world, charge, amount, reason=params.get("reason"), metadata=params.get("metadata"),
        reverse_transfer=params.get("reverse_transfer", False),
        refund_fee=params.get("refund_application_fee", False),
    )  # fmt: skip


def issue(
    world: World, charge: Json, amount: int, *, reason: str | None = None,
    metadata: Json | None = None, reverse_transfer: bool = False, refund_fee: bool = False,
) -> Json:  # fmt: skip
    """Carry a refund out; its card decides whether it stays done."""
    refund = new_refund(charge, amount)
    refund.update(reason=reason, metadata=metadata or {})
    if reverse_transfer:
        refund["transfer_reversal"] = _pull_back(world, charge, refund, amount, refund_fee)
    refund["balance_transaction"] = book(world, world.platform, "refund", refund, -amount)["id"]
    method = world.store.get("payment_method", charge["payment_method"])
    fate = CARDS[method["_number"]].refund
    if fate == "pending":
        refund.update(status="pending", pending_reason="processing")
    world.store.add(refund, world.platform)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.store.save(charge)
    world.emit("refund.created", refund)
    was = {"amount_refunded": charge["amount_refunded"] - amount}
    world.emit("charge.refunded", charge, previous=was)
    if fate == "pending":
        world.later(world.settings.payout_step, succeed, refund=refund["id"])
    elif fate == "fails":
        world.later(world.settings.payout_step, fail, refund=refund["id"])
    return refund


def _pull_back(world: World, charge: Json, refund: Json, amount: int, refund_fee: bool) -> Any:
    if not charge["transfer"]:
        raise invalid("This charge has no transfer to reverse.", param="reverse_transfer")
    transfer = world.store.get("transfer", charge["transfer"])
    share = transfer["amount"] * amount // charge["amount"]
    if charge["amount_refunded"] + amount == charge["amount"]:
        share = transfer["amount"] - transfer["amount_reversed"]
    made = reverse(world, transfer["id"], share, refund=refund["id"], refund_fee=refund_fee)
    return made["id"]


def new_refund(charge: Json, amount: int, prefix: str = "re_3") -> Json:
    """A refund object as it is when all goes well."""
    return {
        "id": new_id(prefix),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": now(),
        "currency": charge["currency"],
        "destination_details": {
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": None,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def _check(charge: Json, amount: int, left: int) -> None:
    if charge["disputed"]:
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise invalid(message, "charge_disputed")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise invalid(message, "charge_already_refunded")
    if not 0 < amount <= left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, param="amount")


@job
def succeed(world: World, refund: str) -> None:
    """A pending refund went through."""
    held = world.store.get("refund", refund)
    held["status"] = "succeeded"
    held.pop("pending_reason", None)
    world.store.save(held)
    world.emit("refund.updated", held, previous={"status": "pending"})


@job
def fail(world: World, refund: str) -> None:
    """The buyer's bank sent the money back; it lands on the platform, not on the seller."""
    held = world.store.get("refund", refund)
    was = held["status"]
    held.update(status="failed", failure_reason="expired_or_canceled_card")
    back = book(world, world.platform, "refund_failure", held, held["amount"])
    held["failure_balance_transaction"] = back["id"]
    world.store.save(held)
    charge = world.store.get("charge", held["charge"])
    charge["amount_refunded"] -= held["amount"]
    charge["refunded"] = False
    world.store.save(charge)
    world.emit("refund.updated", held, previous={"status": was})
    world.emit("refund.failed", held)


@route("GET", "/v1/refunds/<id>", "RefundRetrieveParams")
def retrieve(call: Call) -> Json:
    """A refund on these books."""
    return call.world.store.get("refund", call.ids["id"], call.account, "refund")


@route("GET", "/v1/refunds", "RefundListParams")
def list_all(call: Call) -> Json:
    """The refunds on these books, newest first."""
    held = call.world.store.all("refund", call.account)
    return page(held, call.params, "/v1/refunds", ["charge", "payment_intent"])


@route("POST", "/v1/refunds/<id>", "RefundUpdateParams")
def update(call: Call) -> Json:
    """Change a refund's metadata."""
    refund = retrieve(call)
    refund["metadata"] = merged(refund["metadata"], call.params.get("metadata", {}))
    call.world.store.save(refund)
    call.world.emit("refund.updated", refund, call.connected, previous={})
    return refund


def _charge(call: Call) -> Json:
    params, store = call.params, call.world.store
    if "charge" in params:
        charge = store.get("charge", params["charge"], call.account, "charge", 400)
    elif "payment_intent" in params:
        id = params["payment_intent"]
        intent = store.get("payment_intent", id, call.account, "payment_intent", 400)
        latest = store.find("charge", intent["latest_charge"])
        if latest is None or not latest["paid"]:
            message = f"This PaymentIntent ({id}) does not have a successful charge to refund."
            raise invalid(message, "payment_intent_unexpected_state")
        charge = latest
    else:
        message = "One of the following params should be provided: payment_intent or charge."
        raise invalid(message, "parameter_missing")
    if not charge["balance_transaction"]:
        raise invalid("This charge has not settled yet.", "charge_not_refundable")
    return charge
