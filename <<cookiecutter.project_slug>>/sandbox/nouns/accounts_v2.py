"""The same connected accounts, as `/v2/core/accounts` knows them, and the thin events they cause.

Docs: https://docs.stripe.com/api/v2/core/accounts. An account keeps its id in both worlds.
"""

from datetime import UTC, datetime

from sandbox.errors import Json
from sandbox.ids import new_id
from sandbox.nouns import account_parts
from sandbox.nouns.accounts import accessible, merged, new_account
from sandbox.routing import Call, route
from sandbox.world import REQUEST, World

_STATUS = {"active": "active", "pending": "pending", "inactive": "restricted"}


@route("POST", "/v2/core/accounts", "v2.core.AccountCreateParams")
def create(call: Call) -> Json:
    """A connected account with its configurations: a recipient is paid, a merchant charges cards."""
    params, world = call.params, call.world
    country = params.get("identity", {}).get("country") or world.settings.platform_country
    responsible = params.get("defaults", {}).get("responsibilities", {})
    account = new_account(
        world,
        controlled={
            **account_parts.EXPRESS,
            "fees": {
                "payer": responsible.get("fees_collector", "stripe").replace("stripe", "account")
            },
            "losses": {"payments": responsible.get("losses_collector", "stripe")},
            "stripe_dashboard": {"type": params.get("dashboard", "full")},
        },
        kind="none",
        country=country.upper(),
        email=params.get("contact_email"),
        requested=_requested(params.get("configuration", {})),
    )
    account.update(_v2=True, _display_name=params.get("display_name"))
    account["metadata"] = params.get("metadata", {})
    account["default_currency"] = params.get("defaults", {}).get(
        "currency", account["default_currency"]
    )
    world.store.add(account, world.platform)
    thin(world, "v2.core.account.created", account)
    return rendered(account, params.get("include", []))


@route("GET", "/v2/core/accounts/<id>", "v2.core.AccountRetrieveParams")
def retrieve(call: Call) -> Json:
    """An account; parts not asked for with `include` are null."""
    return rendered(accessible(call), call.params.get("include", []))


@route("GET", "/v2/core/accounts", "v2.core.AccountListParams")
def list_all(call: Call) -> Json:
    """The connected accounts, newest first, as v2 lists them."""
    held = [each for each in call.world.store.all("account") if not each["_deauthorized"]]
    held = held[::-1][: call.params.get("limit", 20)]
    return {
        "data": [rendered(each, []) for each in held],
        "next_page_url": None,
        "previous_page_url": None,
    }


@route("POST", "/v2/core/accounts/<id>", "v2.core.AccountUpdateParams")
def update(call: Call) -> Json:
    """Change contact, name, metadata, or ask for more capabilities."""
    account, params = accessible(call), call.params
    account["email"] = params.get("contact_email", account["email"])
    account["_display_name"] = params.get("display_name", account["_display_name"])
    account["metadata"] = merged(account["metadata"], params.get("metadata", {}))
    for name in _requested(params.get("configuration", {})):
        account["capabilities"].setdefault(name, "inactive")
    call.world.store.save(account)
    thin(call.world, "v2.core.account.updated", account)
    return rendered(account, params.get("include", []))


def announce_v2(world: World, account: Json, changed: Json) -> None:
    """The thin events that go with a change: for accounts made through v2, beside the v1 ones."""
    if not account["_v2"]:
        return
    thin(world, "v2.core.account.updated", account)
    if "requirements" in changed:
        thin(world, "v2.core.account[requirements].updated", account)
    for name, was in changed.get("capabilities", {}).items():
        if account["capabilities"][name] != was:
            part = "merchant" if name == "card_payments" else "recipient"
            kind = f"v2.core.account[configuration.{part}].capability_status_updated"
            thin(world, kind, account)


def thin(world: World, kind: str, account: Json) -> None:
    """A thin event: which object changed and where to read it, not what it looks like."""
    asked = REQUEST.get({"id": None, "idempotency_key": None})
    reason = {"type": "request", "request": asked} if asked["id"] else None
    event = {
        "id": new_id("evt_test_"),
        "object": "v2.core.event",
        "context": None,
        "created": timestamp(),
        "livemode": False,
        "reason": reason,
        "related_object": {
            "id": account["id"],
            "type": "v2.core.account",
            "url": f"/v2/core/accounts/{account['id']}",
        },
        "type": kind,
    }
    world.announce(event, "thin")


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


def _requested(configuration: Json) -> list[str]:
    merchant = configuration.get("merchant", {}).get("capabilities", {})
    recipient = configuration.get("recipient", {}).get("capabilities", {})
    asked = []
    if merchant.get("card_payments", {}).get("requested"):
        asked.append("card_payments")
    if recipient.get("stripe_balance", {}).get("stripe_transfers", {}).get("requested"):
        asked.append("transfers")
    return asked


def timestamp(seconds: int | None = None) -> str:
    """A time as v2 writes it: `2026-11-23T01:00:00.000Z`."""
    when = datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
