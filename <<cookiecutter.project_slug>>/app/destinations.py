"""The endpoints that Stripe should have for this app, beside those it has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import current_app

from app import stripe_api
from app.contradictions import STRIPE_API, is_near
from app.events import CONNECT, ENDPOINTS, PLATFORM, THIN, enabled_at
from app.stripe_api import Destination

UPDATE = "flask stripe endpoints update"


@dataclass(frozen=True)
class Difference:
    """How an endpoint is not what it should be."""

    problem: str
    permanent: bool
    """Stripe never changes this about an endpoint; another one has to take its place."""
    warning: bool = False


def wanted() -> list[str]:
    """The scopes that this platform listens to; thin events only where it knows their secret."""
    config = current_app.config
    thin = config["WEBHOOK_SECRETS"]["thin"] or config["STRIPE_ACCOUNTS_API"] == "v2"
    return [PLATFORM, CONNECT, *([THIN] if thin else [])]


def are_out_of_reach() -> bool:
    """Whether Stripe itself could not reach PUBLIC_URL, as on a laptop."""
    config = current_app.config
    return config["STRIPE_API_BASE"] == STRIPE_API and is_near(config["PUBLIC_URL"])


def address(scope: str) -> str:
    """Where the events of a scope are to be delivered."""
    return f"{current_app.config['PUBLIC_URL']}{ENDPOINTS[scope].path}"


def found(scope: str, destinations: Iterable[Destination]) -> list[Destination]:
    """Those at the address of a scope, the ones that are switched on first."""
    there = [each for each in destinations if each.url == address(scope)]
    return sorted(there, key=lambda each: not each.enabled)


def create(scope: str) -> stripe_api.SigningSecret:
    """Make the endpoint of a scope at Stripe; the secret it will sign with."""
    endpoint = ENDPOINTS[scope]
    name = f"{current_app.config['PLATFORM_NAME']}: {endpoint.called}"
    return stripe_api.create_destination(
        name, address(scope), endpoint.payload, endpoint.events_from, enabled_at(scope)
    )


def differences(scope: str, held: Destination) -> Iterator[Difference]:
    """What is not as it should be about the endpoint that Stripe has for a scope."""
    endpoint, types = ENDPOINTS[scope], {*enabled_at(scope)}
    if held.events_from != (endpoint.events_from,):
        sources = ", ".join(held.events_from)
        yield Difference(f"takes events from {sources}, not {endpoint.events_from}", permanent=True)
    if held.payload != endpoint.payload:
        yield Difference(f"sends {held.payload} events, not {endpoint.payload}", permanent=True)
    elif endpoint.payload == "snapshot" and held.api_version != stripe_api.API_VERSION:
        version = held.api_version or "the account's default version"
        yield Difference(f"speaks {version}, not {stripe_api.API_VERSION}", permanent=True)
    if not held.enabled:
        yield Difference("is disabled", permanent=False)
    if "*" in held.enabled_events:
        problem = "takes every event, except for those that Stripe wants to be named"
        yield Difference(problem, permanent=False, warning=True)
        return
    if missing := types - held.enabled_events:
        yield Difference(f"does not take {', '.join(sorted(missing))}", permanent=False)
    if extra := held.enabled_events - types:
        problem = f"takes {', '.join(sorted(extra))}, which this app ignores"
        yield Difference(problem, permanent=False, warning=True)
