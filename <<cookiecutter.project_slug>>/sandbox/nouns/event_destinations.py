"""The same endpoints as v2 knows them: whose events, snapshot or thin, of which version.

Docs: https://docs.stripe.com/api/v2/core/event-destinations. Endpoints made through v1 are among
them, under the id they have there.
"""

from sandbox.contract import API_VERSION
from sandbox.errors import Json, invalid
from sandbox.ids import random_text, timestamp
from sandbox.nouns.accounts import merged
from sandbox.nouns.webhook_endpoints import forget, register
from sandbox.routing import Call, route

_SCOPES = {
    ("snapshot", "@self"): "platform",
    ("snapshot", "@accounts"): "connect",
    ("thin", "@self"): "thin",
    # Thin events on other accounts are subscribed to like this; none happen in the sandbox.
    ("thin", "@accounts"): "thin_of_accounts",
}
_SOURCES = {scope: source for source, scope in _SCOPES.items()}


@route("POST", "/v2/core/event_destinations", "v2.core.EventDestinationCreateParams")
def create(call: Call) -> Json:
    """A new destination. Its secret is in this answer, if asked for, and never shown again."""
    params = call.params
    if params["type"] != "webhook_endpoint":
        raise invalid("The sandbox delivers to webhook endpoints only.", param="type")
    if params["event_payload"] == "thin" and "snapshot_api_version" in params:
        raise invalid("Thin events have no API version.", param="snapshot_api_version")
    sources = params.get("events_from", ["@self"])
    if len(sources) != 1 or sources[0] not in ("@self", "@accounts"):
        raise invalid(f"Invalid events_from: {sources}", param="events_from")
    scope = _SCOPES[params["event_payload"], sources[0]]
    secret = "whsec_" + random_text(32)
    url = params["webhook_endpoint"]["url"]
    made = register(call.world, url, scope, secret, params["enabled_events"], "ed_test_")
    made["api_version"] = params.get("snapshot_api_version", API_VERSION)
    made["metadata"] = params.get("metadata", {})
    made.update(description=params.get("description", ""), _name=params["name"])
    call.world.store.save(made)
    return _rendered(made, params, secret)


@route("GET", "/v2/core/event_destinations", "v2.core.EventDestinationListParams")
def list_all(call: Call) -> Json:
    """Every destination, newest first, with the address of the next page."""
    limit, start = call.params.get("limit", 20), int(call.params.get("page", 0))
    held = call.world.store.all("webhook_endpoint")[::-1]
    more = f"/v2/core/event_destinations?limit={limit}&page={start + limit}"
    more += "".join(f"&include[{at}]={part}" for at, part in enumerate(_included(call.params)))
    return {
        "data": [_rendered(each, call.params) for each in held[start : start + limit]],
        "next_page_url": more if len(held) > start + limit else None,
        "previous_page_url": None,
    }


@route("GET", "/v2/core/event_destinations/<id>", "v2.core.EventDestinationRetrieveParams")
def retrieve(call: Call) -> Json:
    """One destination, without its secret."""
    return _rendered(_held(call), call.params)


@route("POST", "/v2/core/event_destinations/<id>", "v2.core.EventDestinationUpdateParams")
def update(call: Call) -> Json:
    """Change its address, its list or its words; scope, payload and version stay what they were."""
    endpoint, params = _held(call), call.params
    endpoint["url"] = params.get("webhook_endpoint", endpoint)["url"]
    for name in ("enabled_events", "description"):
        endpoint[name] = params.get(name, endpoint[name])
    endpoint["_name"] = params.get("name", endpoint.get("_name", ""))
    endpoint["metadata"] = merged(endpoint["metadata"], params.get("metadata", {}))
    return _rendered(call.world.store.save(endpoint), params)


@route("POST", "/v2/core/event_destinations/<id>/enable", "v2.core.EventDestinationEnableParams")
def enable(call: Call) -> Json:
    """Deliver to it again, from now on."""
    return _switched(call, "enabled")


@route("POST", "/v2/core/event_destinations/<id>/disable", "v2.core.EventDestinationDisableParams")
def disable(call: Call) -> Json:
    """Deliver to it no more."""
    return _switched(call, "disabled")


@route("DELETE", "/v2/core/event_destinations/<id>", None)
def delete(call: Call) -> Json:
    """Take a destination away; what was owed to it is given up."""
    endpoint = _held(call)
    forget(call.world, endpoint)
    return {"id": endpoint["id"], "object": "v2.core.event_destination", "deleted": True}


def _switched(call: Call, status: str) -> Json:
    endpoint = _held(call)
    endpoint["status"] = status
    return _rendered(call.world.store.save(endpoint), call.params)


def _held(call: Call) -> Json:
    return call.world.store.get("webhook_endpoint", call.ids["id"], None, "id")


def _included(params: Json) -> list[str]:
    included: list[str] = params.get("include", [])
    return included


def _rendered(endpoint: Json, params: Json, secret: str | None = None) -> Json:
    payload, source = _SOURCES[endpoint["_scope"]]
    included = _included(params)
    disabled = endpoint["status"] == "disabled"
    return {
        "id": endpoint["id"],
        "object": "v2.core.event_destination",
        "amazon_eventbridge": None,
        "azure_event_grid": None,
        "created": timestamp(endpoint["created"]),
        "description": endpoint["description"] or "",
        "enabled_events": endpoint["enabled_events"],
        "event_payload": payload,
        "events_from": [source],
        "livemode": False,
        "metadata": endpoint["metadata"],
        "name": endpoint.get("_name", ""),
        "snapshot_api_version": endpoint["api_version"] if payload == "snapshot" else None,
        "status": endpoint["status"],
        "status_details": {"disabled": {"reason": "user"}} if disabled else None,
        "type": "webhook_endpoint",
        "updated": timestamp(endpoint["created"]),
        "webhook_endpoint": {
            "signing_secret": secret if "webhook_endpoint.signing_secret" in included else None,
            "url": endpoint["url"] if "webhook_endpoint.url" in included else None,
        },
    }
