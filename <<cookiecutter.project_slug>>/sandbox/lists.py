"""How Stripe lists: newest first, a page at a time, filtered by what the parameters say."""

from collections.abc import Iterable

from sandbox.errors import Json, invalid, missing
from sandbox.store import public


def page(objects: Iterable[Json], params: Json, url: str, filters: Iterable[str] = ()) -> Json:
    """A list of what matches; `objects` come oldest first, `filters` are compared for equality."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid("limit must be between 1 and 100", "parameter_invalid_integer", "limit")
    found = [each for each in objects if _matches(each, params, filters)]
    found.reverse()
    has_more = False
    if "starting_after" in params:
        found = found[_position(found, params["starting_after"], "starting_after") + 1 :]
    elif "ending_before" in params:
        found = found[: _position(found, params["ending_before"], "ending_before")]
        has_more, found = len(found) > limit, found[-limit:]
    has_more = has_more or len(found) > limit
    return listed([public(each) for each in found[:limit]], url, has_more)


def listed(data: list[Json], url: str, has_more: bool = False) -> Json:
    """Stripe's envelope around several objects."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _matches(obj: Json, params: Json, filters: Iterable[str]) -> bool:
    if any(name in params and obj.get(name) != params[name] for name in filters):
        return False
    created = params.get("created")
    if isinstance(created, int):
        return bool(obj["created"] == created)
    bounds = created or {}
    return bool(
        obj.get("created", 0) >= bounds.get("gte", 0)
        and obj.get("created", 0) > bounds.get("gt", -1)
        and obj.get("created", 0) <= bounds.get("lte", float("inf"))
        and obj.get("created", 0) < bounds.get("lt", float("inf"))
    )


def _position(found: list[Json], id: str, param: str) -> int:
    for at, each in enumerate(found):
        if each["id"] == id:
            return at
    raise missing("object", id, param, 400)
