"""Disputes: a buyer's bank takes the money back from the platform, and asks questions afterwards.

Docs: https://docs.stripe.com/api/disputes, https://docs.stripe.com/connect/disputes.
"""

from sandbox.errors import Json, invalid
from sandbox.ids import new_id, now
from sandbox.lists import page
from sandbox.nouns.accounts import merged
from sandbox.nouns.balance_transactions import book
from sandbox.routing import Call, route
from sandbox.store import public
from sandbox.world import World

_EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy",
    "cancellation_policy_disclosure", "cancellation_rebuttal", "customer_communication",
    "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature",
    "duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id",
    "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address",
    "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number",
    "uncategorized_file", "uncategorized_text",
)  # fmt: skip
_FEE = 15_00


def open_dispute(
    world: World, charge_id: str, reason: str = "fraudulent", inquiry: bool = False
) -> Json:
    """The bank speaks up. An inquiry only asks; a dispute debits the platform, with a fee."""
    charge = world.store.get("charge", charge_id)
    dispute = _new(charge, reason, inquiry)
    charge["disputed"] = not inquiry
    world.store.save(charge)
    world.store.add(dispute, world.platform)
    if not inquiry:
        _move(world, dispute, -dispute["amount"], _FEE)
    world.emit("charge.dispute.created", dispute)
    if not inquiry:
        world.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(world: World, dispute_id: str, status: str = "lost") -> Json:
    """The bank decides: `won` returns the money, `lost` does not; `warning_closed`: an inquiry."""
    dispute = world.store.get("dispute", dispute_id)
    was = dispute["status"]
    dispute.update(status=status, is_charge_refundable=False)
    if status == "won":
        _move(world, dispute, dispute["amount"], 0)
    world.store.save(dispute)
    if status == "won":
        world.emit("charge.dispute.funds_reinstated", dispute)
    world.emit("charge.dispute.closed", dispute, previous={"status": was})
    return dispute


def _new(charge: Json, reason: str, inquiry: bool) -> Json:
    return {
        "id": new_id("dp_1"),
        "object": "dispute",
        "amount": charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(_EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now() + 7 * 24 * 3600,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": inquiry,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": "visa",
                "case_type": "inquiry" if inquiry else "chargeback",
                "network": "visa",
                "network_reason_code": "83",
            },
            "type": "card",
        },
        "reason": reason,
        "status": "warning_needs_response" if inquiry else "needs_response",
    }


def _move(world: World, dispute: Json, amount: int, fee: int) -> None:
    entry = book(world, world.platform, "adjustment", dispute, amount, stripe_fee=fee)
    dispute["balance_transactions"].append(public(entry))
    world.store.save(dispute)


@route("GET", "/v1/disputes/<id>", "DisputeRetrieveParams")
def retrieve(call: Call) -> Json:
    """A dispute on these books."""
    return call.world.store.get("dispute", call.ids["id"], call.account, "dispute")


@route("GET", "/v1/disputes", "DisputeListParams")
def list_all(call: Call) -> Json:
    """The disputes on these books, newest first."""
    held = call.world.store.all("dispute", call.account)
    return page(held, call.params, "/v1/disputes", ["charge", "payment_intent"])


@route("POST", "/v1/disputes/<id>", "DisputeUpdateParams")
def update(call: Call) -> Json:
    """Hand evidence in; `submit` (the default) sends it to the bank."""
    dispute = _open(call)
    was = dispute["status"]
    dispute["metadata"] = merged(dispute["metadata"], call.params.get("metadata", {}))
    if "evidence" in call.params:
        dispute["evidence"].update(call.params["evidence"])
        dispute["evidence_details"]["has_evidence"] = True
    if call.params.get("submit", True) and "evidence" in call.params:
        dispute["evidence_details"].update(submission_count=1, submission_method="manual")
        dispute["status"] = was.replace("needs_response", "under_review")
    call.world.store.save(dispute)
    call.world.emit("charge.dispute.updated", dispute, previous={"status": was})
    return dispute


@route("POST", "/v1/disputes/<id>/close", "DisputeCloseParams")
def close(call: Call) -> Json:
    """Give in: the dispute is lost."""
    return close_dispute(call.world, _open(call)["id"])


def _open(call: Call) -> Json:
    dispute = retrieve(call)
    if "needs_response" not in dispute["status"] and "under_review" not in dispute["status"]:
        raise invalid("This dispute is already closed.")
    return dispute
