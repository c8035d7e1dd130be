"""Where events are delivered to, whose events, and the secret that signs them.

Docs: https://docs.stripe.com/api/webhook_endpoints.
"""

from sandbox.contract import API_VERSION
from sandbox.errors import Json, invalid
from sandbox.ids import new_id, now, random_text
from sandbox.lists import page
from sandbox.nouns.accounts import merged
from sandbox.routing import Call, route
from sandbox.world import World


def register(
    world: World, url: str, scope: str, secret: str,
    enabled_events: list[str] | None = None, prefix: str = "we_1",
) -> Json:  # fmt: skip
    """Add an endpoint of a scope (`platform`, `connect`, `thin`), keeping its secret as given."""
    if url and not url.startswith(("http://", "https://")):
        raise invalid("Invalid URL: An explicit scheme (such as https) must be provided.",
                      "url_invalid", "url")  # fmt: skip
    endpoint: Json = {
        "id": new_id(prefix),
        "object": "webhook_endpoint",
        "api_version": API_VERSION,
        "application": world.application if scope == "connect" else None,
        "created": now(),
        "description": None,
        "enabled_events": enabled_events or ["*"],
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
        "_scope": scope,
        "_secrets": [secret],
    }
    return world.store.add(endpoint, world.platform)


@route("POST", "/v1/webhook_endpoints", "WebhookEndpointCreateParams")
def create(call: Call) -> Json:
    """A new endpoint. Its secret is in this answer, and never shown again."""
    params = call.params
    scope = "connect" if params.get("connect") else "platform"
    secret = "whsec_" + random_text(32)
    made = register(call.world, params["url"], scope, secret, params["enabled_events"])
    made["api_version"] = params.get("api_version", API_VERSION)
    made["description"] = params.get("description")
    made["metadata"] = params.get("metadata", {})
    call.world.store.save(made)
    return {**made, "secret": secret}


@route("GET", "/v1/webhook_endpoints/<id>", "WebhookEndpointRetrieveParams")
def retrieve(call: Call) -> Json:
    """One endpoint, without its secret."""
    return call.world.store.get("webhook_endpoint", call.ids["id"], None, "webhook_endpoint")


@route("GET", "/v1/webhook_endpoints", "WebhookEndpointListParams")
def list_all(call: Call) -> Json:
    """Every endpoint, newest first. Thin ones are event destinations, and listed elsewhere."""
    every = call.world.store.all("webhook_endpoint")
    held = [each for each in every if not each["_scope"].startswith("thin")]
    return page(held, call.params, "/v1/webhook_endpoints")


@route("POST", "/v1/webhook_endpoints/<id>", "WebhookEndpointUpdateParams")
def update(call: Call) -> Json:
    """Change its address or its list, or switch it off; its API version stays what it was."""
    endpoint, params = retrieve(call), call.params
    for name in ("url", "enabled_events", "description"):
        endpoint[name] = params.get(name, endpoint[name])
    if "disabled" in params:
        endpoint["status"] = "disabled" if params["disabled"] else "enabled"
    endpoint["metadata"] = merged(endpoint["metadata"], params.get("metadata", {}))
    return call.world.store.save(endpoint)


@route("DELETE", "/v1/webhook_endpoints/<id>", None)
def delete(call: Call) -> Json:
    """Take an endpoint away; what was owed to it is given up."""
    endpoint = retrieve(call)
    forget(call.world, endpoint)
    return {"id": endpoint["id"], "object": "webhook_endpoint", "deleted": True}


def forget(world: World, endpoint: Json) -> None:
    """Remove an endpoint and what is owed to it."""
    world.store.run("DELETE FROM objects WHERE id = ?", endpoint["id"])
    world.store.run("DELETE FROM deliveries WHERE endpoint = ?", endpoint["id"])
