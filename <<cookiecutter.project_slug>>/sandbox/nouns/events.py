"""The record of what happened, for those who missed a delivery: https://docs.stripe.com/api/events."""

from sandbox.errors import Json, invalid
from sandbox.lists import page
from sandbox.routing import Call, route
from sandbox.store import Store


@route("GET", "/v1/events/<id>", "EventRetrieveParams")
def retrieve(call: Call) -> Json:
    """One event of these books."""
    return call.world.store.get("event", call.ids["id"], call.account, "id")


@route("GET", "/v2/core/events/<id>", "v2.core.EventRetrieveParams")
def retrieve_thin(call: Call) -> Json:
    """One thin event."""
    event = call.world.store.get("v2.core.event", call.ids["id"], None, "id")
    return {**event, "changes": None}


@route("GET", "/v1/events", "EventListParams")
def list_all(call: Call) -> Json:
    """Events newest first. Without `Stripe-Account`: the platform's own only, not its sellers'."""
    params, store = call.params, call.world.store
    if "type" in params and "types" in params:
        raise invalid("You may only specify one of these parameters: type, types.",
                      "parameters_exclusive", "types")  # fmt: skip
    kinds = params.get("types", [params["type"]] if "type" in params else [])
    if len(kinds) > 20:
        raise invalid("You may list up to 20 types.", param="types")
    found = [each for each in store.all("event", call.account) if _named(each["type"], kinds)]
    if "delivery_success" in params:
        owed = undelivered(store)
        found = [each for each in found if (each["id"] not in owed) == params["delivery_success"]]
    return page(found, params, "/v1/events")


def undelivered(store: Store) -> set[str]:
    """The events some endpoint has not answered with 2xx."""
    rows = store.run("SELECT DISTINCT event FROM deliveries WHERE state != 'delivered'")
    return {str(row["event"]) for row in rows}


def _named(kind: str, wanted: list[str]) -> bool:
    """`payout.*` names a family; no names at all, everything."""
    families = [each[:-1] for each in wanted if each.endswith("*")]
    return not wanted or kind in wanted or any(kind.startswith(each) for each in families)
