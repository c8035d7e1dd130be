"""What follows from a paid charge: its balance transaction, the transfer, the fee.

Docs: https://docs.stripe.com/connect/destination-charges#fund-flow.
"""

from sandbox.errors import Json
from sandbox.money import processing_fee
from sandbox.nouns import application_fees, transfers
from sandbox.nouns.balance_transactions import book
from sandbox.world import World


def settle(world: World, charge_id: str, quietly: bool = False) -> Json:
    """Book the charge, move the seller's share, take the fee; `quietly` before it is announced."""
    charge = world.store.get("charge", charge_id)
    before = {
        name: charge.get(name) for name in ("balance_transaction", "transfer", "application_fee")
    }
    kept = processing_fee(charge["amount"], charge["currency"])
    entry = book(world, world.platform, "charge", charge, charge["amount"], stripe_fee=kept)
    charge["balance_transaction"] = entry["id"]
    if charge["transfer_data"]:
        _share(world, charge)
    world.store.save(charge)
    if not quietly:
        world.emit("charge.updated", charge, previous=before)
    return charge


def _share(world: World, charge: Json) -> None:
    """Without `transfer_data[amount]` all of it moves, and the fee comes back as an object."""
    destination = charge["transfer_data"]["destination"]
    share = charge["transfer_data"].get("amount")
    transfer = transfers.make(
        world,
        amount=charge["amount"] if share is None else share,
        currency=charge["currency"],
        destination=destination,
        source=charge,
        fee_amount=charge["application_fee_amount"] or 0,
    )
    charge["transfer"] = transfer["id"]
    if charge["application_fee_amount"]:
        fee = application_fees.take(world, charge, transfer)
        charge["application_fee"] = fee["id"]
