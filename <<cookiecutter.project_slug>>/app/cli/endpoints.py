"""flask stripe endpoints: the webhook endpoints at Stripe, made and mended from the one table."""

import click
from flask import current_app
from flask.cli import AppGroup

from app import destinations, stripe_api
from app.cli.options import as_json
from app.cli.registration import Registration
from app.events import ENDPOINTS
from app.stripe_api import Destination

endpoints = AppGroup("endpoints", help="The webhook endpoints at Stripe, from the one table.")


@endpoints.command()
@as_json
def create(as_json: bool) -> None:
    """Make the endpoints that Stripe does not have yet, and print their signing secrets once.

    What exists is left alone; `flask stripe endpoints update` brings it up to date.
    """
    registration = Registration()
    held = _held()
    for scope in destinations.wanted():
        if found := destinations.found(scope, held):
            registration.said.append(f"{scope}: {found[0].id} exists already; nothing was made.")
        else:
            registration.make(scope)
    registration.show(as_json)


@endpoints.command()
@click.option(
    "--recreate",
    multiple=True,
    type=click.Choice([*ENDPOINTS]),
    help="Make another endpoint of this scope and delete the old one: its API version cannot be"
    " changed, and a lost secret not be read again.",
)
@as_json
def update(recreate: tuple[str, ...], as_json: bool) -> None:
    """Let each endpoint take exactly the events of the table, and switch it on.

    Ends with 1 where an endpoint is missing, or is wrong in what Stripe never changes: API
    version, kind of events, whose events.
    """
    registration = Registration()
    held = _held()
    for scope in dict.fromkeys([*destinations.wanted(), *recreate]):
        found = destinations.found(scope, held)
        if not found:
            registration.failures.append(f"{scope}: there is none. flask stripe endpoints create")
        elif scope in recreate:
            registration.recreate(scope, found)
        else:
            registration.mend(scope, found[0])
    registration.show(as_json)


def _held() -> list[Destination]:
    if destinations.are_out_of_reach():
        raise click.ClickException(
            f"Stripe cannot reach {current_app.config['PUBLIC_URL']}. On this machine, use the"
            " command that `flask stripe listen` prints."
        )
    try:
        return stripe_api.list_destinations()
    except (stripe_api.StripeRefused, stripe_api.StripeUnavailable) as failure:
        raise click.ClickException(str(failure)) from None
