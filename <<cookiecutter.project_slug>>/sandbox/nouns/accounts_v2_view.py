"""A connected account in v2's shape, read off the state that v1 and v2 share.

Docs: https://docs.stripe.com/api/v2/core/accounts/object.
"""

from sandbox.errors import Json
from sandbox.ids import timestamp

_STATUS = {"active": "active", "pending": "pending", "inactive": "restricted"}


def rendered(account: Json, include: list[str]) -> Json:
    """An account in v2's shape, read off the state that v1 and v2 share."""
    parts = {
        "configuration": _configuration(account),
        "defaults": _defaults(account),
        "identity": {
            "business_details": None,
            "country": account["country"],
            "entity_type": account["business_type"],
        },
        "requirements": _requirements(account),
    }
    asked = {name.split(".")[0] for name in include}
    return {
        "id": account["id"],
        "object": "v2.core.account",
        "applied_configurations": list(_configuration(account)),
        "closed": False,
        "contact_email": account["email"],
        "contact_phone": None,
        "created": timestamp(account["created"]),
        "dashboard": account["controller"]["stripe_dashboard"]["type"],
        "display_name": account["_display_name"],
        "livemode": False,
        "metadata": account["metadata"],
        **{name: part if name in asked else None for name, part in parts.items()},
    }


def _configuration(account: Json) -> Json:
    found: Json = {}
    for name, status in account["capabilities"].items():
        state = {"status": _STATUS[status], "status_details": _details(account, status)}
        if name == "card_payments":
            found["merchant"] = {"applied": True, "capabilities": {"card_payments": state}}
        else:
            balance = {"stripe_balance": {"stripe_transfers": state}}
            found["recipient"] = {"applied": True, "capabilities": balance}
    return dict(sorted(found.items()))


def _details(account: Json, status: str) -> list[Json]:
    if status == "active":
        return []
    reason = account["requirements"]["disabled_reason"] or ""
    if reason.startswith("rejected"):
        return [{"code": "rejected_other", "resolution": "contact_stripe"}]
    return [{"code": "requirements_past_due", "resolution": "provide_info"}]


def _defaults(account: Json) -> Json:
    control = account["controller"]
    return {
        "currency": account["default_currency"],
        "locales": None,
        "profile": None,
        "responsibilities": {
            "fees_collector": control["fees"]["payer"].replace("account", "stripe"),
            "losses_collector": control["losses"]["payments"],
            "requirements_collector": "stripe",
        },
    }


def _requirements(account: Json) -> Json:
    due = account["requirements"]
    status = "past_due" if due["past_due"] else "currently_due"
    deadline = timestamp(due["current_deadline"]) if due["current_deadline"] else None
    restricted = [
        {
            "capability": "card_payments"
            if name == "card_payments"
            else "stripe_balance.stripe_transfers",
            "configuration": "merchant" if name == "card_payments" else "recipient",
            "deadline": {"status": status},
        }
        for name in account["capabilities"]
    ]
    entries = [
        {
            "awaiting_action_from": "user",
            "description": name,
            "errors": [],
            "impact": {"restricts_capabilities": restricted},
            "minimum_deadline": {"status": status},
            "reference": None,
            "requested_reasons": [{"code": "routine_onboarding"}],
        }
        for name in due["currently_due"]
    ]
    minimum = {"minimum_deadline": {"status": status, "time": deadline}} if entries else None
    return {"entries": entries, "summary": minimum}
