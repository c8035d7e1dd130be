"""Capabilities: what an account may do, each on its own: https://docs.stripe.com/api/capabilities."""

from sandbox.errors import Json, missing

CAPABILITIES = ("card_payments", "transfers")
"""The two a destination charge with `on_behalf_of` needs; the sandbox knows no others."""


def capability(account: Json, name: str) -> Json:
    """A capability object, read off the account's own state."""
    status = account["capabilities"].get(name)
    if status is None:
        raise missing("capability", name)
    due = account["requirements"]
    return {
        "id": name,
        "object": "capability",
        "account": account["id"],
        "future_requirements": _requirements(account["future_requirements"]),
        "requested": True,
        "requested_at": account["created"],
        "requirements": _requirements(due),
        "status": status,
    }


def _requirements(of_account: Json) -> Json:
    held = "requirements.fields_needed" if of_account["past_due"] else None
    return {**of_account, "disabled_reason": held}
