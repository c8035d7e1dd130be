"""Connected accounts, as `/v1/accounts` knows them: https://docs.stripe.com/api/accounts."""

from sandbox.errors import Json, StripeError, invalid
from sandbox.ids import new_id, now
from sandbox.lists import listed, page
from sandbox.money import currency_of
from sandbox.nouns.account_parts import business_profile, controller, settings
from sandbox.nouns.capabilities import CAPABILITIES, capability
from sandbox.routing import Call, route
from sandbox.world import World

FIRST_REQUIREMENTS = [
    "business_profile.mcc",
    "business_profile.url",
    "business_type",
    "external_account",
    "individual.dob.day",
    "individual.dob.month",
    "individual.dob.year",
    "individual.first_name",
    "individual.last_name",
    "tos_acceptance.date",
    "tos_acceptance.ip",
]


@route("POST", "/v1/accounts", "AccountCreateParams")
def create(call: Call) -> Json:
    """A new connected account: an empty shell until its owner has been through onboarding."""
    if not call.world.settings.accounts_v1_support:
        raise StripeError(
            400,
            "New Connect platforms must create accounts with the Accounts v2 API:"
            " POST /v2/core/accounts. To keep using /v1/accounts, switch on Accounts v1 support"
            " in the Dashboard.",
            doc_url="https://docs.stripe.com/connect/accounts-v2/account-creation",
        )
    params = call.params
    account = new_account(
        call.world,
        controlled=controller(params),
        kind=params.get("type", "none"),
        country=params.get("country", call.world.settings.platform_country).upper(),
        email=params.get("email"),
        requested=_requested(params.get("capabilities", {})),
    )
    _apply(account, params)
    call.world.store.add(account, call.world.platform)
    return account


def new_account(
    world: World, *, controlled: Json, kind: str, country: str, email: str | None,
    requested: list[str],
) -> Json:  # fmt: skip
    """The account object as it is before anything has been told about its owner."""
    if country == "ZZ":  # the code that ISO 3166 gives to no country, ever
        raise invalid("ZZ is not currently supported by Stripe.", "country_unsupported", "country")
    return {
        "id": new_id("acct_1", 15),
        "object": "account",
        "business_profile": business_profile(),
        "business_type": None,
        "capabilities": {name: "inactive" for name in requested},
        "charges_enabled": False,
        "controller": controlled,
        "country": country,
        "created": now(),
        "default_currency": currency_of(country),
        "details_submitted": False,
        "email": email,
        "external_accounts": listed([], "/v1/accounts/external_accounts"),
        "future_requirements": requirements([]),
        "metadata": {},
        "payouts_enabled": False,
        "requirements": requirements(FIRST_REQUIREMENTS, past_due=FIRST_REQUIREMENTS),
        "settings": settings(world.settings.platform_name),
        "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
        "type": kind,
        "_deauthorized": False,
        "_v2": False,
        "_display_name": None,
    }


def requirements(due: list[str], **more: object) -> Json:
    """The `requirements` hash: what is due, by when, and why the account is held back if it is."""
    held = "requirements.past_due" if more.get("past_due") else None
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": due,
        "disabled_reason": held,
        "errors": [],
        "eventually_due": due,
        "past_due": [],
        "pending_verification": [],
        **more,
    }


@route("GET", "/v1/accounts/<id>", "AccountRetrieveParams")
def retrieve(call: Call) -> Json:
    """One of the platform's connected accounts, whichever API version made it."""
    return accessible(call)


@route("GET", "/v1/accounts", "AccountListParams")
def list_all(call: Call) -> Json:
    """The connected accounts, newest first."""
    held = [each for each in call.world.store.all("account") if not each["_deauthorized"]]
    return page(held, call.params, "/v1/accounts")


@route("POST", "/v1/accounts/<id>", "AccountUpdateParams")
def update(call: Call) -> Json:
    """Change what a platform may change; identity is Stripe's to collect for Express accounts."""
    account = accessible(call)
    before = {name: account[name] for name in ("metadata", "email", "capabilities", "settings")}
    _apply(account, call.params)
    for name in _requested(call.params.get("capabilities", {})):
        account["capabilities"].setdefault(name, "inactive")
    call.world.store.save(account)
    changed = {name: value for name, value in before.items() if account[name] != value}
    if changed:
        call.world.emit("account.updated", account, account["id"], previous=changed)
    return account


@route("GET", "/v1/accounts/<id>/capabilities", "AccountCapabilityListParams")
def list_capabilities(call: Call) -> Json:
    """What the account asked to do, and how far each of it has come."""
    account = accessible(call)
    found = [capability(account, name) for name in account["capabilities"]]
    return listed(found, f"/v1/accounts/{account['id']}/capabilities")


@route("GET", "/v1/accounts/<id>/capabilities/<name>", "AccountCapabilityRetrieveParams")
def retrieve_capability(call: Call) -> Json:
    """One capability of an account."""
    return capability(accessible(call), call.ids["name"])


def accessible(call: Call) -> Json:
    """The account in the path, if this platform is still connected to it."""
    account = call.world.store.find("account", call.ids["id"])
    if account is None or account["_deauthorized"]:
        raise StripeError(
            403,
            f"The provided key does not have access to account '{call.ids['id']}' (or that account"
            " does not exist). Application access may have been revoked.",
            code="account_invalid",
        )
    return account


def _apply(account: Json, params: Json) -> None:
    for name in ("email", "business_type"):
        if name in params:
            account[name] = params[name]
    account["metadata"] = merged(account["metadata"], params.get("metadata", {}))
    schedule = params.get("settings", {}).get("payouts", {}).get("schedule", {})
    account["settings"]["payouts"]["schedule"].update(schedule)
    account["business_profile"].update(params.get("business_profile", {}))


def merged(metadata: Json, changes: Json | str) -> Json:
    """Metadata with changes: an empty value unsets a key, an empty string all of it."""
    if not isinstance(changes, dict):
        return {}
    return {name: text for name, text in {**metadata, **changes}.items() if text != ""}


def _requested(capabilities: Json) -> list[str]:
    names = [name for name, wish in capabilities.items() if wish.get("requested")]
    if "card_payments" in names and "transfers" not in names:
        raise invalid(
            "The card_payments capability can only be requested together with transfers.",
            param="capabilities",
        )
    return [name for name in names if name in CAPABILITIES]
