"""The same connected accounts, as `/v2/core/accounts` knows them.

Docs: https://docs.stripe.com/api/v2/core/accounts. An account keeps its id in both worlds.
"""

from sandbox.errors import Json
from sandbox.nouns import account_parts
from sandbox.nouns.accounts import accessible, merged, new_account
from sandbox.nouns.accounts_v2_view import rendered
from sandbox.nouns.thin_events import thin
from sandbox.routing import Call, route


@route("POST", "/v2/core/accounts", "v2.core.AccountCreateParams")
def create(call: Call) -> Json:
    """A connected account and its configurations: a recipient is paid, a merchant charges."""
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
    """The connected accounts, newest first, as v2 lists them: with the address of the next page."""
    limit, start = call.params.get("limit", 20), int(call.params.get("page", 0))
    held = [each for each in call.world.store.all("account") if not each["_deauthorized"]][::-1]
    more = f"/v2/core/accounts?limit={limit}&page={start + limit}"
    return {
        "data": [rendered(each, []) for each in held[start : start + limit]],
        "next_page_url": more if len(held) > start + limit else None,
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


def _requested(configuration: Json) -> list[str]:
    merchant = configuration.get("merchant", {}).get("capabilities", {})
    recipient = configuration.get("recipient", {}).get("capabilities", {})
    asked = []
    if merchant.get("card_payments", {}).get("requested"):
        asked.append("card_payments")
    if recipient.get("stripe_balance", {}).get("stripe_transfers", {}).get("requested"):
        asked.append("transfers")
    return asked
