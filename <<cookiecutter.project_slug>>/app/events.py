"""The one table of events: what we listen to, at which endpoint, and which told row it leads to.

It drives the endpoints, the commands and the docs. Names: docs.stripe.com/api/events/types;
scopes: docs.stripe.com/connect/webhooks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from app.models import (
    ApplicationFee,
    Charge,
    ConnectedAccount,
    Dispute,
    Payout,
    Refund,
    Transfer,
)
from app.models.told import Told

PLATFORM = "platform"
"""Events on the platform's own objects ("Your account")."""
CONNECT = "connect"
"""Events on connected accounts; each carries a top-level `account`."""
THIN = "thin"
"""Thin events, which only name their object."""


@dataclass(frozen=True)
class Endpoint:
    """A door for events: where it is, what Stripe sends through it, and who vouches for that.

    `events_from` and `payload` are the words of docs.stripe.com/api/v2/core/event-destinations.
    """

    path: str
    setting: str
    """Holds its signing secrets."""
    events_from: str
    payload: Literal["snapshot", "thin"]
    called: str
    """What Stripe's Dashboard calls the events it takes."""


ENDPOINTS: dict[str, Endpoint] = {
    PLATFORM: Endpoint(
        "/webhooks/stripe", "STRIPE_WEBHOOK_SECRET", "@self", "snapshot", "Your account"
    ),
    CONNECT: Endpoint(
        "/webhooks/stripe/connect",
        "STRIPE_CONNECT_WEBHOOK_SECRET",
        "@accounts",
        "snapshot",
        "Connected accounts",
    ),
    THIN: Endpoint(
        "/webhooks/stripe/thin",
        "STRIPE_THIN_WEBHOOK_SECRET",
        "@self",
        "thin",
        "Your account, thin events",
    ),
}


@dataclass(frozen=True)
class Rule:
    """Where an event comes in, the told table it leads to, and which object it is about."""

    scopes: tuple[str, ...]
    told: type[Told]
    object_id: Callable[[dict[str, Any]], object]

    @property
    def noun(self) -> str:
        """The told table's name, which also names the projection."""
        return str(self.told.__tablename__)


def _object(event: dict[str, Any]) -> object:
    return event["data"]["object"]["id"]


def _account(event: dict[str, Any]) -> object:
    return event["account"]


def _fee(event: dict[str, Any]) -> object:
    return event["data"]["object"]["fee"]


def _related(event: dict[str, Any]) -> object:
    return event["related_object"]["id"]


def _rules(
    prefix: str,
    names: str,
    scopes: tuple[str, ...],
    told: type[Told],
    object_id: Callable[[dict[str, Any]], object] = _object,
) -> dict[str, Rule]:
    return {f"{prefix}{name}": Rule(scopes, told, object_id) for name in names.split()}


RULES: dict[str, Rule] = {
    **_rules("account.", "updated", (CONNECT,), ConnectedAccount),
    # These are about something within the account; the account is what we keep.
    **_rules("account.", "application.deauthorized", (CONNECT,), ConnectedAccount, _account),
    **_rules(
        "account.external_account.",
        "created updated deleted",
        (CONNECT,),
        ConnectedAccount,
        _account,
    ),
    **_rules("capability.", "updated", (CONNECT,), ConnectedAccount, _account),
    **_rules(
        "charge.",
        "succeeded failed pending updated captured expired refunded",
        (PLATFORM,),
        Charge,
    ),
    **_rules("application_fee.", "created refunded", (PLATFORM,), ApplicationFee),
    **_rules("application_fee.", "refund.updated", (PLATFORM,), ApplicationFee, _fee),
    **_rules("transfer.", "created updated reversed", (PLATFORM,), Transfer),
    # The platform's own payouts come in at its own endpoint, sellers' at the other.
    **_rules(
        "payout.",
        "created updated paid failed canceled reconciliation_completed",
        (PLATFORM, CONNECT),
        Payout,
    ),
    **_rules("refund.", "created updated failed", (PLATFORM,), Refund),
    **_rules(
        "charge.dispute.",
        "created updated closed funds_withdrawn funds_reinstated",
        (PLATFORM,),
        Dispute,
    ),
    # Accounts made by /v2/core/accounts: docs.stripe.com/connect/webhooks
    **_rules(
        "v2.core.account",
        ".updated .closed [requirements].updated [defaults].updated [identity].updated"
        " [configuration.merchant].updated [configuration.merchant].capability_status_updated"
        " [configuration.recipient].updated [configuration.recipient].capability_status_updated",
        (THIN,),
        ConnectedAccount,
        _related,
    ),
}


def enabled_at(scope: str) -> list[str]:
    """The types that the endpoint of a scope subscribes to, sorted."""
    return sorted(name for name, rule in RULES.items() if scope in rule.scopes)
