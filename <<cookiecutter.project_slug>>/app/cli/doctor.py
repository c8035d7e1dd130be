"""flask stripe doctor: what is wrong, and what mends it."""

import dataclasses

import click
from flask import current_app, json
from flask.cli import with_appcontext

from app import doctor as examination
from app.cli.options import as_json
from app.config import BadConfig


@click.command()
@as_json
@with_appcontext
def doctor(as_json: bool) -> None:
    """Examine settings, database, key, clock and endpoints; say nothing about what is right.

    Each line says what is wrong and the step that mends it. Ends with 1 where something keeps the
    platform from working; warnings alone end with 0.
    """
    bad: BadConfig | None = current_app.extensions.get("bad_config")
    findings = list(examination.settings.bad(bad.problems) if bad else examination.examine())
    if as_json:
        click.echo(json.dumps({"findings": [dataclasses.asdict(each) for each in findings]}))
    else:
        for finding in findings:
            mark = "warning" if finding.warning else "wrong"
            click.echo(f"{mark}: {finding.problem}\n  fix: {finding.fix}")
    if not all(finding.warning for finding in findings):
        raise SystemExit(1)
