"""Application fees: the platform's share of a payment, and giving it back.

Docs: https://docs.stripe.com/api/application_fees. `originating_transaction` is the platform's
`ch_`, `charge` the seller's `py_`.
"""

from sandbox.errors import Json, StripeError, invalid
from sandbox.ids import new_id, now
from sandbox.lists import listed, page
from sandbox.nouns.balance_transactions import book
from sandbox.routing import Call, route
from sandbox.world import World


def take(world: World, charge: Json, transfer: Json) -> Json:
    """The fee of a destination charge, from the seller's payment to the platform's balance."""
    payment = world.store.get("charge", transfer["destination_payment"])
    fee = {
        "id": new_id("fee_1"),
        "object": "application_fee",
        "account": transfer["destination"],
        "amount": charge["application_fee_amount"],
        "amount_refunded": 0,
        "application": world.application,
        "charge": payment["id"],
        "created": now(),
        "currency": charge["currency"],
        "fee_source": {"charge": payment["id"], "type": "charge"},
        "livemode": False,
        "originating_transaction": charge["id"],
        "refunded": False,
    }
    fee["refunds"] = listed([], f"/v1/application_fees/{fee['id']}/refunds")
    entry = book(world, world.platform, "application_fee", fee, fee["amount"])
    fee["balance_transaction"] = entry["id"]
    world.store.add(fee, world.platform)
    payment["application_fee"] = fee["id"]
    world.store.save(payment)
    world.emit("application_fee.created", fee)
    return fee


def refund(world: World, fee_id: str, amount: int, metadata: Json | None = None) -> Json:
    """Give a fee back to the seller, all of it or a part."""
    fee = world.store.get("application_fee", fee_id)
    left = fee["amount"] - fee["amount_refunded"]
    if left == 0:
        raise StripeError(400, f"Application fee {fee_id} has already been refunded.")
    if not 0 < amount <= left:
        raise invalid(f"Refund amount ({amount}) is greater than what is left of the fee ({left}).",
                      param="amount")  # fmt: skip
    back = {
        "id": new_id("fr_"),
        "object": "fee_refund",
        "amount": amount,
        "created": now(),
        "currency": fee["currency"],
        "fee": fee_id,
        "metadata": metadata or {},
    }
    out = book(world, world.platform, "application_fee_refund", back, -amount)
    back["balance_transaction"] = out["id"]
    book(world, fee["account"], "application_fee_refund", back, amount)
    world.store.add(back, world.platform)
    fee["amount_refunded"] += amount
    fee["refunded"] = fee["amount_refunded"] == fee["amount"]
    fee["refunds"]["data"].insert(0, back)
    world.store.save(fee)
    world.emit("application_fee.refunded", fee)
    return back


@route("GET", "/v1/application_fees/<id>", "ApplicationFeeRetrieveParams")
def retrieve(call: Call) -> Json:
    """A fee the platform took."""
    return call.world.store.get("application_fee", call.ids["id"], call.account, "fee")


@route("GET", "/v1/application_fees", "ApplicationFeeListParams")
def list_all(call: Call) -> Json:
    """The fees the platform took, newest first; `charge` is the seller's `py_`."""
    held = call.world.store.all("application_fee", call.account)
    return page(held, call.params, "/v1/application_fees", ["charge"])


@route("POST", "/v1/application_fees/<id>/refunds", "ApplicationFeeRefundCreateParams")
def create_refund(call: Call) -> Json:
    """Give a fee back."""
    fee = retrieve(call)
    left = fee["amount"] - fee["amount_refunded"]
    return refund(
        call.world, fee["id"], call.params.get("amount", left), call.params.get("metadata")
    )


@route("GET", "/v1/application_fees/<id>/refunds", "ApplicationFeeRefundListParams")
def list_refunds(call: Call) -> Json:
    """What has been given back of a fee."""
    found = retrieve(call)["refunds"]["data"]
    return page(found[::-1], call.params, f"/v1/application_fees/{call.ids['id']}/refunds")
