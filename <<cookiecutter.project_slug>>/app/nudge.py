"""What is taken from an event: which object it points at, and whether that is ours to follow."""

from datetime import datetime
from typing import Any

from flask import current_app

from app.events import CONNECT, PLATFORM, RULES, THIN, Rule
from app.models.columns import now
from app.models.event import IGNORED, WAITING


class Malformed(ValueError):
    """A signed body that is not an event this endpoint could have been sent."""


def columns(event: dict[str, Any], scope: str, account: str | None) -> dict[str, Any]:
    """The columns of a new event row: what it points at, and whether that concerns us.

    `account` is the connected account that the event was listed for, where Stripe did not put it
    into the event. Raises Malformed.
    """
    if (event.get("object") == "v2.core.event") != (scope == THIN):
        raise Malformed("a snapshot event at the thin endpoint, or the reverse")
    try:
        values = {
            "id": _text(event["id"]),
            "type": _text(event["type"]),
            "scope": scope,
            "account": _text_or_none(account or event.get("account")),
            "livemode": bool(event["livemode"]),
            "api_version": _text_or_none(event.get("api_version")),
            "created": _unix_seconds(event["created"]),
            "received_at": now(),
        }
        rule = RULES.get(_text(event["type"]))
        reason = _ignored_because(values, rule)
        if rule is None or reason is not None:
            return {**values, "state": IGNORED, "reason": reason}
        object_id = _text(rule.object_id(event))
    except (KeyError, TypeError, ValueError, AttributeError) as missing:
        raise Malformed(f"not an event: {missing!r}") from None
    return {**values, "state": WAITING, "noun": rule.noun, "object_id": object_id}


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 255 or "\0" in value:
        raise ValueError("an id or a type is not a string of up to 255 characters")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _unix_seconds(created: object) -> int:
    """Snapshot events count seconds; thin events write the date out."""
    if isinstance(created, str):
        return int(datetime.fromisoformat(created).timestamp())
    if isinstance(created, int):
        return created
    raise ValueError("an event without a moment of creation")


def _ignored_because(values: dict[str, Any], rule: Rule | None) -> str | None:
    if rule is None:
        return "this app does not listen to its type"
    if values["livemode"] != current_app.config["LIVEMODE"]:
        return "livemode: a live endpoint may also be sent test events, and this is the other mode"
    if values["scope"] not in rule.scopes:
        return f"its type belongs to another endpoint than {values['scope']}"
    if values["scope"] == CONNECT and not values["account"]:
        return "a connected accounts' event that names no account"
    if values["scope"] == PLATFORM and values["account"]:
        return "a connected account's event at the platform's endpoint"
    return None
