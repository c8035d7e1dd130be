"""flask stripe listen, events: the one table of events, as Stripe's CLI and people read it."""

import shlex

import click
from flask import json
from flask.cli import with_appcontext

from app import destinations
from app.cli.options import as_json
from app.events import CONNECT, ENDPOINTS, PLATFORM, RULES, THIN, enabled_at
from app.projections import PROJECTIONS


@click.command()
@with_appcontext
def listen() -> None:
    """Print the line for Stripe's own CLI that forwards events to this machine.

    The CLI signs everything with one secret: put what `stripe listen --print-secret` prints into
    all three settings, on this machine only.
    """
    snapshots = sorted({*enabled_at(PLATFORM), *enabled_at(CONNECT)})
    options = {
        "--events": ",".join(snapshots),
        "--forward-to": destinations.address(PLATFORM),
        "--forward-connect-to": destinations.address(CONNECT),
        "--thin-events": ",".join(enabled_at(THIN)),
        "--forward-thin-to": destinations.address(THIN),
    }
    words = [word for option in options.items() for word in option]
    click.echo(shlex.join(["stripe", "listen", "--latest", *words]))


@click.command()
@as_json
@with_appcontext
def events(as_json: bool) -> None:
    """Print the table of events: which type comes in where, and what it leads to.

    docs/events.md is this table: flask stripe events > docs/events.md
    """
    rows = [_row(name) for name in RULES]
    if as_json:
        click.echo(json.dumps(rows))
        return
    click.echo(INTRODUCTION)
    for scope, endpoint in ENDPOINTS.items():
        click.echo(f"| {scope} | `POST {endpoint.path}` | {endpoint.called} |"
                   f" `{endpoint.setting}` |")  # fmt: skip
    click.echo("\n| event | endpoint | told row | projection |\n| --- | --- | --- | --- |")
    for row in rows:
        click.echo(f"| `{row['type']}` | {', '.join(row['endpoints'])} | `{row['table']}` |"
                   f" `{row['projection']}` |")  # fmt: skip


INTRODUCTION = """\
# Events

Every type of event this platform listens to, the endpoint it comes in by, and what it leads to:
the object it names is read from Stripe, and one told row is written by the projection. The table
is `app/events.py`; this page is `flask stripe events > docs/events.md`.

| endpoint | route | events from | signing secrets |
| --- | --- | --- | --- |"""


def _row(name: str) -> dict[str, str | list[str]]:
    rule = RULES[name]
    projection = PROJECTIONS[rule.noun]
    module = projection.__module__.replace(".", "/")
    return {
        "type": name,
        "endpoints": list(rule.scopes),
        "table": rule.noun,
        "projection": f"{module}.py:{projection.__name__}",
    }
