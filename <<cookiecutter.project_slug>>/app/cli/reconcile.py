"""flask stripe reconcile: every cent explained, or a line that says which is not."""

import sys
from collections import Counter
from dataclasses import asdict
from datetime import timedelta

import click
from flask import json
from flask.cli import with_appcontext

from app import backfill, reconciliation, stripe_api
from app.cli.options import Ago, as_json, progress
from app.models.columns import now
from app.reconciliation import Finding


@click.command()
@click.option(
    "--stuck-after", type=Ago(), default="1h", show_default=True,
    help="How long Stripe may take to tell the rest of a story.",
)  # fmt: skip
@click.option("--against-stripe", is_flag=True, help="Also walk Stripe's side, both ways.")
@click.option(
    "--since", type=Ago(), default="7d", show_default=True,
    help="How far back to walk Stripe's side.",
)  # fmt: skip
@as_json
@with_appcontext
def reconcile(
    stuck_after: timedelta, against_stripe: bool, since: timedelta, as_json: bool
) -> None:
    """Compare what was asked with what was told, and list what does not hold.

    Changes nothing. Exits with 1 when there are findings.
    """
    found = _local(stuck_after)
    if against_stripe:
        found += _at_stripe(since)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found]))
    else:
        _print(found)
    if found:
        raise SystemExit(1)


def _local(patience: timedelta) -> list[Finding]:
    loose_ends = reconciliation.count_loose_ends()
    with click.progressbar(length=loose_ends, label="Loose ends", file=sys.stderr) as bar:
        return list(reconciliation.findings(patience, bar.update))


def _at_stripe(since: timedelta) -> list[Finding]:
    start = int((now() - since).timestamp())
    found: list[Finding] = []
    for account_id in progress("Walking Stripe", [None, *backfill.account_ids()]):
        try:
            found += reconciliation.compare(start, account_id)
        except stripe_api.AccessLost:
            continue  # a seller who left; what they did before is ours to keep
    return found


def _print(found: list[Finding]) -> None:
    for finding in found:
        whose = finding.reference or finding.account_id or "platform"
        click.echo(f"{finding.kind}: {finding.object_id} ({whose}): {finding.words}")
    kinds = Counter(finding.kind for finding in found)
    summary = ", ".join(f"{kind}: {number}" for kind, number in sorted(kinds.items()))
    click.echo(summary or "Everything that Stripe told is explained.")
