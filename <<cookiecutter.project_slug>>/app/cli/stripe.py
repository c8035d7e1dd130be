"""flask stripe: the ways back to the truth, when events failed, were missed or never came."""

import time
from datetime import timedelta
from typing import Any

import click
from flask import json
from flask.cli import AppGroup

from app import backfill as backfilling
from app import inbox, stripe_api
from app.cli.options import Ago, as_json, progress
from app.extensions import db
from app.models import Event
from app.models.columns import now
from app.models.event import PROCESSED, WAITING

stripe = AppGroup("stripe", help="Events and money: the ways back to the truth.")


@stripe.command()
@click.option("--once", is_flag=True, help="Stop when nothing is due, for cron.")
@click.option("--now", "at_once", is_flag=True, help="Take also what waits for its next attempt.")
@as_json
def work(once: bool, at_once: bool, as_json: bool) -> None:
    """Process the events that wait, and go on doing so.

    An event that fails is tried again after 10 seconds, then ever more rarely, up to an hour.
    """
    while True:
        failures = _drain(inbox.waiting(even_if_claimed=at_once), at_once)
        if once:
            break
        time.sleep(1)
    _report({"waiting": len(inbox.waiting(even_if_claimed=True)), "failures": failures}, as_json)


@stripe.command()
@click.argument("event_id", metavar="EVENT", required=False)
@click.option("--failed", is_flag=True, help="Every event whose latest attempt failed.")
@click.option("--since", type=Ago(), help="Every event received since, such as 30m, 12h or 7d.")
@as_json
def replay(event_id: str | None, failed: bool, since: timedelta | None, as_json: bool) -> None:
    """Act again on one EVENT, or on many. Safe at any time: the object is read afresh."""
    if [bool(event_id), failed, since is not None].count(True) != 1:
        raise click.UsageError("Name one EVENT, or give --failed, or --since.")
    if event_id:
        _refuse_unless_replayable(event_id)
        condition = Event.id == event_id
    elif since is not None:
        condition = Event.received_at >= now() - since
    else:
        condition = Event.error.is_not(None) & (Event.state == WAITING)
    again = inbox.wait_again(condition)
    _report({"replayed": len(again), "failures": _drain(again, at_once=True)}, as_json)


@stripe.command()
@click.option("--since", type=Ago(), default="7d", show_default=True, help="How far back to look.")
@click.option("--dry-run", is_flag=True, help="Only count what is missing.")
@as_json
def backfill(since: timedelta, dry_run: bool, as_json: bool) -> None:
    """Fetch events that never came: the platform's, and those of each connected account.

    Stripe keeps events for 30 days. Each account is also read again, since Stripe may change one
    without an event.
    """
    start = int((now() - since).timestamp())
    accounts = backfilling.account_ids()
    missing, left, failures = 0, 0, []
    for account_id in progress("Listing", [None, *accounts]):
        try:
            events = backfilling.missed(account_id, start)
            if not dry_run:
                backfilling.store(events, account_id)
            missing += len(events)
        except stripe_api.AccessLost as refusal:
            # A seller who took the platform's access away is news for the figures, not a failure.
            left += account_id is not None
            failures += [] if account_id else [f"platform: {refusal}"]
        except (stripe_api.StripeUnavailable, stripe_api.StripeRefused) as failure:
            failures.append(f"{account_id or 'platform'}: {failure}")
    if not dry_run:
        failures += _drain(inbox.waiting(even_if_claimed=True), at_once=True)
        failures += _resync(accounts)
    figures = {"missing": missing, "accounts": len(accounts), "left": left}
    _report({**figures, "failures": failures}, as_json)


@stripe.command()
@click.argument("account_id", metavar="ACCOUNT", required=False)
@click.option("--all", "everyone", is_flag=True, help="Every connected account.")
@as_json
def resync(account_id: str | None, everyone: bool, as_json: bool) -> None:
    """Read one connected ACCOUNT again, or all of them."""
    if bool(account_id) == everyone:
        raise click.UsageError("Name one ACCOUNT, or give --all.")
    accounts = backfilling.account_ids() if everyone else [str(account_id)]
    if not everyone and account_id not in backfilling.account_ids():
        raise click.ClickException(f"{account_id} is not a connected account of this platform.")
    _report({"accounts": len(accounts), "failures": _resync(accounts)}, as_json)


def _refuse_unless_replayable(event_id: str) -> None:
    event = db.session.get(Event, event_id)
    if event is None:
        raise click.ClickException(f"{event_id} is not stored here; `backfill` may fetch it.")
    if event.state not in (WAITING, PROCESSED):
        raise click.ClickException(f"{event_id} was ignored: {event.reason}.")


def _drain(event_ids: list[str], at_once: bool) -> list[str]:
    outcomes = inbox.drain(progress("Processing", event_ids), even_if_claimed=at_once)
    return [failure for failure in outcomes if failure]


def _resync(accounts: list[str]) -> list[str]:
    failures = []
    for account_id in progress("Reading accounts", accounts):
        try:
            inbox.resync(account_id)
        except (stripe_api.StripeUnavailable, stripe_api.StripeRefused) as failure:
            failures.append(f"{account_id}: {failure}")
    return failures


def _report(result: dict[str, Any], as_json: bool) -> None:
    """Say what was done, and exit with 1 where something failed."""
    if as_json:
        click.echo(json.dumps(result))
    else:
        failures = result["failures"]
        figures = [f"{name}: {value}" for name, value in result.items() if name != "failures"]
        click.echo(", ".join([*figures, f"failures: {len(failures)}"]))
        for failure in failures:
            click.echo(f"  {failure}", err=True)
    if result["failures"]:
        raise SystemExit(1)
