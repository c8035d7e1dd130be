"""Account links and login links: one-time doors to pages that Stripe hosts.

Docs: https://docs.stripe.com/api/account_links, https://docs.stripe.com/api/accounts/login_link.
"""

from sandbox.errors import Json, StripeError, invalid
from sandbox.ids import now, random_text, timestamp
from sandbox.nouns.accounts import accessible
from sandbox.routing import Call, route
from sandbox.world import World


@route("POST", "/v1/account_links", "AccountLinkCreateParams")
def create(call: Call) -> Json:
    """A link to hosted onboarding, good for one visit within a few minutes."""
    params = call.params
    if params["type"] == "account_update":
        raise invalid(
            "account_update links are only for accounts whose platform collects requirements.",
            param="type",
        )
    link = _door(
        call, params["account"], "onboarding", params.get("refresh_url"), params.get("return_url")
    )
    return {
        "object": "account_link",
        "created": link["created"],
        "expires_at": link["expires_at"],
        "url": link["url"],
    }


@route("POST", "/v2/core/account_links", "v2.core.AccountLinkCreateParams")
def create_v2(call: Call) -> Json:
    """The v2 shape of the same door."""
    params = call.params
    use_case = params["use_case"]
    flow = use_case.get(use_case["type"], {})
    link = _door(
        call, params["account"], "onboarding", flow.get("refresh_url"), flow.get("return_url")
    )
    return {
        "object": "v2.core.account_link",
        "account": params["account"],
        "created": timestamp(link["created"]),
        "expires_at": timestamp(link["expires_at"]),
        "livemode": False,
        "url": link["url"],
        "use_case": use_case,
    }


@route("POST", "/v1/accounts/<id>/login_links", "AccountLoginLinkCreateParams")
def create_login_link(call: Call) -> Json:
    """A one-time link into the seller's Express dashboard; only after onboarding."""
    account = accessible(call)
    if account["controller"]["stripe_dashboard"]["type"] != "express":
        raise invalid("Cannot create a login link for an account without an Express dashboard.")
    if not account["details_submitted"]:
        raise invalid(
            "Cannot create a login link for an account that has not completed onboarding."
        )
    link = _door(call, account["id"], "dashboard", None, None)
    return {"object": "login_link", "created": link["created"], "url": link["url"]}


def use(world: World, token: str) -> tuple[Json, bool]:
    """The door behind a token, and whether it opens: the first visit in time, and only that."""
    door = world.store.get("door", token)
    opens = not door["used"] and door["expires_at"] >= now()
    door["used"] = True
    world.store.save(door)
    return door, opens


def _door(call: Call, account: str, kind: str, refresh: str | None, back: str | None) -> Json:
    world = call.world
    held = world.store.find("account", account)
    if held is None or held["_deauthorized"]:
        raise StripeError(
            400, f"No such account: '{account}'", code="resource_missing", param="account"
        )
    for name, url in (("refresh_url", refresh), ("return_url", back)):
        if kind == "onboarding" and not url:
            raise invalid(f"Missing required param: {name}.", "parameter_missing", name)
        if url and not url.startswith(("http://", "https://")):
            raise invalid("Not a valid URL", "url_invalid", name)
    token = random_text(40)
    door = {
        "id": token,
        "object": "door",
        "account": account,
        "created": now(),
        "expires_at": now() + world.settings.link_lifetime,
        "kind": kind,
        "refresh_url": refresh,
        "return_url": back,
        "url": f"{world.base_url}/{kind}/{token}",
        "used": False,
    }
    return world.store.add(door, world.platform)
