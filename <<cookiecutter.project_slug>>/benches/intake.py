"""What taking an event in costs: verified, stored once, answered; all else is left to a queue.

The same server, the same events, by turns: one route that only verifies, one that verifies and
does one raw insert at the same durability, and the platform.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import psycopg
from sqlalchemy import make_url

from app import create_app
from benches.filling import fill_events
from benches.sending import Sent, send, signed_requests
from benches.serving import machine, served
from tests import databases
from tests.settings import SETTINGS

LEAST = 0.80
"""Of the raw insert's rate: this command fails below it."""
LEAST_GROWN = 0.90
"""Of the empty table's rate, with the most events stored."""
SLOWEST = 5.0
"""How many times the median the 99th percentile may be."""
CONNECTIONS = (8, 32)
BARE_TABLE = "CREATE TABLE bare_events (id varchar(255) PRIMARY KEY, payload text NOT NULL)"


def run(events: int, rounds: int, stored: list[int]) -> int:
    """Print the ratios; the exit code is 1 where one is not as good as it must be."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        template = stack.enter_context(databases.template(SETTINGS, folder))
        print(f"{_kind()}, {machine()}")
        print(f"{events} events of five families a turn, medians of {rounds} rounds")
        good = [_beside_bare(template, folder, each, events, rounds) for each in CONNECTIONS]
        good += [_grown(template, folder, each, events, rounds) for each in stored]
        return 0 if all(good) else 1


def _beside_bare(template: str, folder: Path, connections: int, events: int, rounds: int) -> bool:
    with ExitStack() as stack:
        url = stack.enter_context(_database(template, folder / f"beside-{connections}"))
        ports = [
            stack.enter_context(served(app, _environment(url), folder / "log"))
            for app in ("benches.bare:verifying", "benches.bare:inserting", "benches.queued:app")
        ]
        turns: list[tuple[Sent, Sent, Sent, Sent]] = []
        for _ in range(rounds + 1):
            first = signed_requests(events)
            verifying = send(ports[0], first, connections)
            inserting = send(ports[1], first, connections)
            platform = send(ports[2], first, connections)
            turns.append((verifying, inserting, platform, send(ports[2], first, connections)))
    del turns[0]  # everything is slower once
    ratio = median(turn[2].rate / turn[1].rate for turn in turns)
    again = median(turn[3].rate / turn[2].rate for turn in turns)
    slow = median(turn[2].percentile(99) / turn[2].percentile(50) for turn in turns)
    print(
        f"  {connections} connections: {median(turn[2].rate for turn in turns):,.0f} events/s;"
        f" {ratio:.2f} of one raw insert ({LEAST:.2f} wanted),"
        f" {median(turn[2].rate / turn[0].rate for turn in turns):.2f} of verifying alone,"
        f" where the raw insert is {median(turn[1].rate / turn[0].rate for turn in turns):.2f};"
        f"\n    duplicates {again:.2f} of first deliveries; median"
        f" {median(turn[2].percentile(50) for turn in turns) * 1000:.1f} ms,"
        f" 99th percentile {slow:.1f} times that ({SLOWEST:.0f} allowed)"
    )
    return ratio >= LEAST and slow <= SLOWEST


def _grown(template: str, folder: Path, stored: int, events: int, rounds: int) -> bool:
    """Beside an empty table, by turns."""
    with ExitStack() as stack:
        ports = []
        for rows in (0, stored):
            url = stack.enter_context(_database(template, folder / f"grown-{stored}-{rows}"))
            _fill(url, rows)
            environment = _environment(url)
            ports.append(
                stack.enter_context(served("benches.queued:app", environment, folder / "log"))
            )
        ratios = []
        for _ in range(rounds + 1):
            empty, grown = (send(port, signed_requests(events), 8).rate for port in ports)
            ratios.append(grown / empty)
    ratio = median(ratios[1:])
    print(f"  {stored:,} events stored: {ratio:.2f} of the empty rate ({LEAST_GROWN:.2f} wanted)")
    return ratio >= LEAST_GROWN


def _fill(url: str, rows: int) -> None:
    app = create_app({**SETTINGS, "DATABASE_URL": url})
    with app.app_context():
        fill_events(rows, state="processed")
        databases.dispose(app)


def _environment(url: str) -> dict[str, str]:
    return {**SETTINGS, "DATABASE_URL": url, "BARE_DATABASE": url}


@contextmanager
def _database(template: str, folder: Path) -> Iterator[str]:
    """A database for the platform, with a table for the raw insert beside its own."""
    folder.mkdir()
    with databases.copy_of(template, folder) as url:
        if url.startswith("sqlite"):
            with sqlite3.connect(str(make_url(url).database)) as file:
                file.execute(BARE_TABLE)
            file.close()
        else:
            with psycopg.connect(url) as connection:
                connection.execute(BARE_TABLE)
        yield url


def _kind() -> str:
    return "PostgreSQL" if databases.SERVER else "SQLite (WAL, synchronous=FULL)"
