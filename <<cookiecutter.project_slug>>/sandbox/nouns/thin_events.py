"""Thin events: which object changed and where to read it, not what it looks like.

Docs: https://docs.stripe.com/event-destinations#thin-events.
"""

from sandbox.errors import Json
from sandbox.ids import new_id, timestamp
from sandbox.world import REQUEST, World


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
