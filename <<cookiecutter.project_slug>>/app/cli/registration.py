"""Making and mending endpoints at Stripe, one after the other, and telling what came of it."""

from collections.abc import Callable

import click
from flask import json

from app import destinations, stripe_api
from app.events import ENDPOINTS, enabled_at
from app.stripe_api import Destination

INTO_ENV = "Put these lines into .env, in place of those there. Stripe tells the secrets only now."


class Registration:
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
