"""Pulling a transfer back, all of it or a part: https://docs.stripe.com/api/transfer_reversals."""

from sandbox.errors import Json, invalid
from sandbox.ids import new_id, now
from sandbox.nouns import application_fees
from sandbox.nouns.balance_transactions import available, book
from sandbox.world import World


def reverse(
    world: World, transfer_id: str, amount: int, *, refund: str | None = None,
    refund_fee: bool = False, metadata: Json | None = None,
) -> Json:  # fmt: skip
    """Debit the seller, credit the platform; refused, and nothing made, when they are short."""
    transfer = world.store.get("transfer", transfer_id)
    fee_share = _fee_share(world, transfer, amount) if refund_fee else 0
    _check(world, transfer, amount, fee_share)
    if fee_share:
        charge = world.store.get("charge", transfer["source_transaction"])
        application_fees.refund(world, charge["application_fee"], fee_share)
    reversal = {
        "id": new_id("trr_1"),
        "object": "transfer_reversal",
        "amount": amount,
        "created": now(),
        "currency": transfer["currency"],
        "metadata": metadata or {},
        "source_refund": refund,
        "transfer": transfer_id,
    }
    back = book(world, world.platform, "transfer_refund", reversal, amount)
    reversal["balance_transaction"] = back["id"]
    reversal["destination_payment_refund"] = _payment_refund(world, transfer, reversal)["id"]
    world.store.add(reversal, world.platform)
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"].insert(0, reversal)
    world.store.save(transfer)
    world.emit("transfer.reversed", transfer)
    return reversal


def _check(world: World, transfer: Json, amount: int, fee_share: int) -> None:
    left = transfer["amount"] - transfer["amount_reversed"]
    if not 0 < amount <= left:
        message = f"The transfer {transfer['id']} has {left} left to reverse, not {amount}."
        raise invalid(message, param="amount")
    held = available(world, transfer["destination"], transfer["currency"])
    if held + fee_share < amount:
        message = "Insufficient funds in the connected account to reverse this transfer."
        raise invalid(message, "balance_insufficient")


def _fee_share(world: World, transfer: Json, amount: int) -> int:
    """The fee's share of what is pulled back, pro rata, never more than is left of the fee."""
    charge = world.store.find("charge", transfer["source_transaction"])
    fee = world.store.find("application_fee", charge["application_fee"]) if charge else None
    if fee is None:
        return 0
    share = fee["amount"] * amount // transfer["amount"]
    if transfer["amount_reversed"] + amount == transfer["amount"]:
        share = fee["amount"]
    return int(min(share, fee["amount"] - fee["amount_refunded"]))


def _payment_refund(world: World, transfer: Json, reversal: Json) -> Json:
    from sandbox.nouns.refunds import new_refund

    payment = world.store.get("charge", transfer["destination_payment"])
    refund = new_refund(payment, reversal["amount"], prefix="pyr_1")
    refund["source_transfer_reversal"] = reversal["id"]
    seller = transfer["destination"]
    out = book(world, seller, "payment_refund", refund, -reversal["amount"])
    refund["balance_transaction"] = out["id"]
    world.store.add(refund, seller)
    payment["amount_refunded"] += reversal["amount"]
    payment["refunded"] = payment["amount_refunded"] == payment["amount"]
    world.store.save(payment)
    return refund
