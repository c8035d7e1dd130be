"""What is wrong with the endpoints that Stripe delivers to."""

from collections.abc import Iterator

from app import destinations, stripe_api
from app.doctor.finding import Finding
from app.events import ENDPOINTS
from app.stripe_api import Destination


def look() -> Iterator[Finding]:
    """Each endpoint of the one table beside what Stripe has. Raises StripeUnavailable."""
    if destinations.are_out_of_reach():
        yield Finding(
            "endpoints",
            "Stripe cannot reach PUBLIC_URL; events come only while the CLI forwards them.",
            "flask stripe listen prints the command",
            warning=True,
        )
        return
    held = stripe_api.list_destinations()
    for scope in destinations.wanted():
        yield from _one(scope, destinations.found(scope, held))


def _one(scope: str, found: list[Destination]) -> Iterator[Finding]:
    called, address = ENDPOINTS[scope].called, destinations.address(scope)
    if not found:
        yield Finding(
            "endpoints",
            f"No endpoint takes events from {called} to {address}.",
            "flask stripe endpoints create",
        )
        return
    if len(found) > 1:
        doubles = ", ".join(each.id for each in found)
        yield Finding(
            "endpoints",
            f"{len(found)} endpoints lead to {address}: {doubles}; each signs with its own secret.",
            "delete all but one of them at dashboard.stripe.com/workbench/webhooks",
        )
    for difference in destinations.differences(scope, found[0]):
        yield Finding(
            "endpoints",
            f"{address} ({found[0].id}) {difference.problem}.",
            destinations.UPDATE + (f" --recreate {scope}" if difference.permanent else ""),
            warning=difference.warning,
        )
