"""flask stripe endpoints: the webhook endpoints at Stripe, made and mended from the one table."""

from collections.abc import Callable

import click
from flask import current_app, json
from flask.cli import AppGroup

from app import destinations, stripe_api
from app.cli.options import as_json
from app.events import ENDPOINTS, enabled_at
from app.stripe_api import Destination

endpoints = AppGroup("endpoints", help="The webhook endpoints at Stripe, from the one table.")

INTO_ENV = "Put these lines into .env, in place of those there. Stripe tells the secrets only now."


@endpoints.command()
@as_json
def create(as_json: bool) -> None:
    """Make the endpoints that Stripe does not have yet, and print their signing secrets once.

    What exists is left alone; `flask stripe endpoints update` brings it up to date.
    """
    report = _Report()
    held = _held()
    for scope in destinations.wanted():
        if found := destinations.found(scope, held):
            report.said.append(f"{scope}: {found[0].id} exists already; nothing was made.")
        else:
            report.make(scope)
    report.show(as_json)


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
    report = _Report()
    held = _held()
    for scope in destinations.wanted():
        found = destinations.found(scope, held)
        if not found:
            report.failures.append(f"{scope}: there is none. flask stripe endpoints create")
        elif scope in recreate:
            report.recreate(scope, found)
        else:
            report.mend(scope, found[0])
    report.show(as_json)


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


class _Report:
    """What was done so far: a secret that was told is shown, whatever fails after it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.secrets: dict[str, str] = {}
        self.failures: list[str] = []

    def make(self, scope: str) -> bool:
        """Make an endpoint; whether that worked."""
        return self._try(scope, self._make)

    def recreate(self, scope: str, old: list[Destination]) -> None:
        """Another endpoint first, so that no event finds none; then the old ones go."""
        if self.make(scope):
            for each in old:
                self._try(scope, self._delete, each)

    def mend(self, scope: str, held: Destination) -> None:
        """Change what Stripe lets one change, and name the rest."""
        differences = list(destinations.differences(scope, held))
        for difference in differences:
            if difference.permanent:
                self.failures.append(
                    f"{scope}: {held.id} {difference.problem}, which Stripe never changes."
                    f" {destinations.UPDATE} --recreate {scope}"
                )
        if any(not difference.permanent for difference in differences):
            self._try(scope, self._mend, held)
        elif not differences:
            self.said.append(f"{scope}: {held.id} is as it should be.")

    def show(self, as_json: bool) -> None:
        """Print it all, and end with 1 where something failed."""
        if as_json:
            click.echo(json.dumps(vars(self)))
        else:
            for line in self.said:
                click.echo(line)
            if self.secrets:
                click.echo(INTO_ENV)
            for name, secret in self.secrets.items():
                click.echo(f"{name}={secret}")
            for line in self.failures:
                click.echo(line, err=True)
        if self.failures:
            raise SystemExit(1)

    def _make(self, scope: str) -> None:
        secret = destinations.create(scope)
        self.secrets[ENDPOINTS[scope].setting] = secret.reveal()
        self.said.append(f"{scope}: made, for {destinations.address(scope)}.")

    def _delete(self, scope: str, old: Destination) -> None:
        stripe_api.delete_destination(old.id)
        self.said.append(f"{scope}: {old.id} deleted.")

    def _mend(self, scope: str, held: Destination) -> None:
        stripe_api.subscribe_destination(held.id, enabled_at(scope))
        if not held.enabled:
            stripe_api.enable_destination(held.id)
        self.said.append(f"{scope}: {held.id} takes the events of the table.")

    def _try(self, scope: str, act: Callable[..., None], *about: Destination) -> bool:
        try:
            act(scope, *about)
        except (stripe_api.StripeRefused, stripe_api.StripeUnavailable) as failure:
            self.failures.append(f"{scope}: {failure}")
            return False
        return True
