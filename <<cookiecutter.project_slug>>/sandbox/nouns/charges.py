"""Charges: one attempt to take money, and the `py_` payment a seller receives from one.

Docs: https://docs.stripe.com/api/charges.
"""

from sandbox.errors import Json
from sandbox.ids import new_id, now
from sandbox.lists import page
from sandbox.nouns.accounts import merged
from sandbox.nouns.cards import Card, billing_details
from sandbox.routing import Call, route
from sandbox.world import World

_NO_RISK = {"advice_code": None, "network_advice_code": None, "network_decline_code": None}


@route("GET", "/v1/charges/<id>", "ChargeRetrieveParams")
def retrieve(call: Call) -> Json:
    """A charge on these books: `ch_` on the platform's, `py_` on a seller's."""
    return call.world.store.get("charge", call.ids["id"], call.account, "charge")


@route("GET", "/v1/charges", "ChargeListParams")
def list_all(call: Call) -> Json:
    """The charges on these books, newest first."""
    held = call.world.store.all("charge", call.account)
    filters = ["payment_intent", "transfer_group", "customer"]
    return page(held, call.params, "/v1/charges", filters)


@route("POST", "/v1/charges/<id>", "ChargeUpdateParams")
def update(call: Call) -> Json:
    """Change what a charge is labelled with."""
    charge = call.world.store.get("charge", call.ids["id"], call.account, "charge")
    charge["description"] = call.params.get("description", charge["description"])
    charge["transfer_group"] = call.params.get("transfer_group", charge["transfer_group"])
    charge["metadata"] = merged(charge["metadata"], call.params.get("metadata", {}))
    call.world.store.save(charge)
    call.world.emit("charge.updated", charge, call.connected, previous={})
    return charge


def new_charge(world: World, intent: Json, method: Json, declined: Card | None = None) -> Json:
    """The charge of one attempt; what follows from it (transfer, fee) is null as yet."""
    paid = declined is None
    destination = (intent["transfer_data"] or {}).get("destination")
    return {
        **_blank(new_id("ch_3"), intent["amount"], intent["currency"]),
        "amount_captured": intent["amount"] if paid else 0,
        "application_fee_amount": intent["application_fee_amount"],
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": world.settings.platform_name.upper()[:22],
        "captured": paid,
        "description": intent["description"],
        "failure_code": declined.code if declined else None,
        "failure_message": declined.message if declined else None,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": intent["on_behalf_of"],
        "outcome": _outcome(declined),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"card": _card_details(method, intent), "type": "card"},
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "succeeded" if paid else "failed",
        "transfer_data": {"amount": None, **intent["transfer_data"]} if destination else None,
        "transfer_group": intent["transfer_group"],
    }


def seller_payment(transfer: Json) -> Json:
    """The `py_` on the seller's books: how a transfer looks from where it arrives."""
    return {
        **_blank(new_id("py_1"), transfer["amount"], transfer["currency"]),
        "amount_captured": transfer["amount"],
        "captured": True,
        "description": transfer["description"],
        "outcome": None,
        "paid": True,
        "payment_method_details": {"stripe_account": {}, "type": "stripe_account"},
        "source_transfer": transfer["id"],
        "status": "succeeded",
    }


def _blank(id: str, amount: int, currency: str) -> Json:
    nothing = dict.fromkeys(
        ("application", "application_fee", "application_fee_amount", "balance_transaction",
         "calculated_statement_descriptor", "customer", "failure_balance_transaction",
         "failure_code", "failure_message", "on_behalf_of", "payment_intent", "payment_method",
         "receipt_email", "receipt_number", "receipt_url", "review", "shipping", "source",
         "source_transfer", "statement_descriptor", "statement_descriptor_suffix",
         "transfer",
            "transfer_data", "transfer_group")
    )  # fmt: skip
    return {
        "id": id,
        "object": "charge",
        "amount": amount,
        "amount_refunded": 0,
        "billing_details": billing_details(),
        "created": now(),
        "currency": currency,
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "refunded": False,
        **nothing,
    }


def _outcome(declined: Card | None) -> Json:
    if declined is None:
        return {
            **_NO_RISK,
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "risk_score": 12,
            "seller_message": "Payment complete.",
            "type": "authorized",
        }
    return {
        **_NO_RISK,
        "network_status": "declined_by_network",
        "reason": declined.decline_code,
        "risk_level": "normal",
        "risk_score": 12,
        "seller_message": "The bank did not return any further details with this decline.",
        "type": "issuer_declined",
    }


def _card_details(method: Json, intent: Json) -> Json:
    card = method["card"]
    shared = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding",
              "last4", "regulated_status", "wallet")  # fmt: skip
    return {
        **{name: card[name] for name in shared},
        "amount_authorized": intent["amount"],
        "authorization_code": None,
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card["brand"],
        "network_token": {"used": False},
        "network_transaction_id": None,
        "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
        "three_d_secure": None,
    }
