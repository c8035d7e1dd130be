"""flask stripe status: how the inbox is doing, for people and for monitors."""

from collections.abc import Iterator
from datetime import timedelta

import click
from flask import json
from flask.cli import with_appcontext

from app import vitals
from app.cli.options import Ago, as_json
from app.models.columns import now
from app.vitals import Vitals


@click.command()
@click.option(
    "--max-age", type=Ago(), default="15m", show_default=True, help="How long an event may wait."
)
@click.option("--max-failed", default=0, show_default=True, help="How many may be failing.")
@click.option(
    "--max-silence", type=Ago(), help="How long an endpoint that was heard once may be silent."
)
@as_json
@with_appcontext
def status(
    max_age: timedelta, max_failed: int, max_silence: timedelta | None, as_json: bool
) -> None:
    """Say what was received today, what waits and fails, and when each endpoint was last heard.

    Ends with 1 where more waits, fails or is silent than the options allow.
    """
    signs = vitals.read()
    alarms = list(_alarms(signs, max_age, max_failed, max_silence))
    oldest = signs.oldest_waiting
    figures = {
        "received": signs.received,
        "waiting": signs.waiting,
        "failed": signs.failed,
        "oldest_waiting_seconds": int(oldest.total_seconds()) if oldest else None,
    }
    heard = {scope: at.isoformat() if at else None for scope, at in signs.last_heard.items()}
    if as_json:
        click.echo(json.dumps({**figures, "last_heard": heard, "alarms": alarms}))
    else:
        for name, figure in figures.items():
            click.echo(f"{name.replace('_', ' ')}: {'-' if figure is None else figure}")
        for scope, at in heard.items():
            click.echo(f"{scope} endpoint last heard: {at or 'never'}")
        for alarm in alarms:
            click.echo(f"alarm: {alarm}", err=True)
    if alarms:
        raise SystemExit(1)


def _alarms(
    signs: Vitals, max_age: timedelta, max_failed: int, max_silence: timedelta | None
) -> Iterator[str]:
    if signs.oldest_waiting is not None and signs.oldest_waiting > max_age:
        yield f"an event has waited for {int(signs.oldest_waiting.total_seconds())} seconds"
    if signs.failed > max_failed:
        yield f"{signs.failed} events failed and wait for their next attempt"
    for scope, at in signs.last_heard.items():
        if max_silence and at and now() - at > max_silence:
            yield f"the {scope} endpoint was last heard at {at.isoformat()}"
