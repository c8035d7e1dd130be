"""The calls about where Stripe sends events: every event destination that is a webhook endpoint.

Through v2, because only it says whose events an endpoint takes; endpoints made through v1 or in
the Dashboard are among them. docs.stripe.com/api/v2/core/event-destinations
"""

from dataclasses import dataclass
from typing import Literal

from stripe.params.v2.core import EventDestinationCreateParams

from app.stripe_api.bearer import SigningSecret
from app.stripe_api.client import API_VERSION, client
from app.stripe_api.errors import StripeRefused, speaks_to_stripe


@dataclass(frozen=True)
class Destination:
    """A webhook endpoint as Stripe holds it; the words are Stripe's own."""

    id: str
    url: str | None
    events_from: tuple[str, ...]
    payload: str
    enabled_events: frozenset[str]
    api_version: str | None
    """Of snapshot events; thin ones have none."""
    enabled: bool


@speaks_to_stripe
def list_destinations() -> list[Destination]:
    """Every webhook endpoint of the platform, newest first."""
    listed = client().v2.core.event_destinations.list({"include": ["webhook_endpoint.url"]})
    return [
        Destination(
            id=each.id,
            url=each.webhook_endpoint.url,
            events_from=tuple(each.events_from or ()),
            payload=each.event_payload,
            enabled_events=frozenset(each.enabled_events),
            api_version=each.snapshot_api_version,
            enabled=each.status == "enabled",
        )
        for each in listed.auto_paging_iter()
        if each.webhook_endpoint is not None
    ]


@speaks_to_stripe
def create_destination(
    name: str, url: str, payload: Literal["snapshot", "thin"], events_from: str, types: list[str]
) -> SigningSecret:
    """Make a webhook endpoint that speaks the SDK's own API version; the secret it signs with.

    Stripe tells the secret in this answer and never again.
    """
    params: EventDestinationCreateParams = {
        "name": name,
        "type": "webhook_endpoint",
        "event_payload": payload,
        "events_from": [events_from],
        "enabled_events": types,
        "webhook_endpoint": {"url": url},
        "include": ["webhook_endpoint.signing_secret"],
    }
    if payload == "snapshot":
        params["snapshot_api_version"] = API_VERSION
    made = client().v2.core.event_destinations.create(params)
    secret = made.webhook_endpoint and made.webhook_endpoint.signing_secret
    if not secret:
        raise StripeRefused(f"Stripe made {made.id} and did not tell its secret.")
    return SigningSecret(secret)


@speaks_to_stripe
def subscribe_destination(destination_id: str, types: list[str]) -> None:
    """Let it take exactly these types of events."""
    client().v2.core.event_destinations.update(destination_id, {"enabled_events": types})


@speaks_to_stripe
def enable_destination(destination_id: str) -> None:
    """Have Stripe deliver to it again."""
    client().v2.core.event_destinations.enable(destination_id)


@speaks_to_stripe
def delete_destination(destination_id: str) -> None:
    """Take it away; what is still owed to it is never delivered."""
    client().v2.core.event_destinations.delete(destination_id)
