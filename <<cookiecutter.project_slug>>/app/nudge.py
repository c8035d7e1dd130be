"""What is taken from an event: which object it points at, and whether that is ours to follow."""

import logging
from datetime import datetime
from typing import Any

from flask import current_app

from app import stripe_api
from app.events import CONNECT, PLATFORM, RULES, THIN, Rule
from app.models.columns import now
from app.models.event import IGNORED, WAITING

logger = logging.getLogger(__name__)


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
            "livemode": _flag(event["livemode"]),
            "api_version": _text_or_none(event.get("api_version")),
            "created": _unix_seconds(event["created"]),
            "received_at": now(),
            "noun": None,
            "object_id": None,
            "attempts": 0,
        }
        rule = RULES.get(_text(event["type"]))
        reason = _ignored_because(values, rule)
        if rule is None or reason is not None:
            return {**values, "state": IGNORED, "reason": reason}
        values["noun"], values["object_id"] = rule.noun, _text(rule.object_id(event))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as missing:
        raise Malformed(f"not an event: {missing!r}") from None
    _report_another_version(values)
    return {**values, "state": WAITING, "reason": None}


def _report_another_version(values: dict[str, Any]) -> None:
    """An endpoint keeps the version it was made with; ids are the same in all of them."""
    told, ours = values["api_version"], stripe_api.API_VERSION
    if told is not None and _major(told) != _major(ours):
        logger.warning("event %s speaks API version %s, we speak %s", values["id"], told, ours)


def _major(version: str) -> str:
    """The word that marks breaking changes, as in 2026-10-28.endive; docs.stripe.com/upgrades"""
    return version.rpartition(".")[2]


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 255 or not value.isprintable():
        raise ValueError("an id or a type is not a printable string of up to 255 characters")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("livemode is neither true nor false")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _unix_seconds(created: object) -> int:
    """Snapshot events count seconds; thin events write the date out."""
    if isinstance(created, str):
        created = int(datetime.fromisoformat(created).timestamp())
    # A bool is an int to Python, and no number to PostgreSQL.
    if type(created) is not int or not 0 <= created < 2**63:
        raise ValueError("an event without a moment of creation")
    return created


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
