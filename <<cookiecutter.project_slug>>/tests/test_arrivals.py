"""A row is stored once its writer returns, whoever committed it; a bad one harms no other."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, insert, select, text

from app import arrivals, create_app
from app.arrivals import SharedCommit
from app.extensions import ARRIVALS_OPTIONS, Base
from app.models import Event
from app.models.columns import now
from tests import databases
from tests.platform_server import Database

WRITERS = 20


def row(event_id: str | None) -> dict[str, Any]:
    return {
        "id": event_id, "type": "price.created", "scope": "platform", "livemode": False,
        "created": 1, "received_at": now(), "state": "ignored", "attempts": 0,
    }  # fmt: skip


@pytest.fixture
def app(settings: dict[str, str]) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    with app.app_context():
        databases.dispose(app)


@pytest.fixture
def database(settings: dict[str, str]) -> Iterator[Database]:
    database = Database(settings)
    yield database
    database.engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """As the platform writes to it, also where TEST_DATABASE_URL names another kind of database."""
    engine = create_engine(f"sqlite:///{tmp_path / 'arrivals.db'}", **ARRIVALS_OPTIONS)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def write_at_once(engine: Engine, rows: list[dict[str, Any]]) -> tuple[list[object], int]:
    """The ids of the rows that were refused, and the number of commits, with all waiting as one."""
    shared = SharedCommit(engine, insert(Event))
    refused: list[object] = []
    statements: list[str] = []

    def write(each: dict[str, Any]) -> None:
        try:
            shared.write(each)
        except sqlite3.Error:
            refused.append(each["id"])

    @event.listens_for(engine, "checkout")
    def trace(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(statements.append)

    threads = [threading.Thread(target=write, args=(each,)) for each in rows]
    # Somebody else writes, so that all gather behind it.
    held = sqlite3.connect(str(engine.url.database), isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    for thread in threads:
        thread.start()
    threading.Event().wait(0.5)
    held.close()
    for thread in threads:
        thread.join()
    return refused, statements.count("COMMIT")


def stored(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(Event.id).order_by(Event.id)))


def test_rows_that_gather_behind_a_commit_share_the_next_one(sqlite: Engine) -> None:
    ids = sorted(f"evt_{number}" for number in range(WRITERS))

    refused, commits = write_at_once(sqlite, [row(each) for each in ids])

    assert refused == []
    assert stored(sqlite) == ids
    assert 1 <= commits <= 3


def test_a_row_that_the_database_refuses_is_refused_alone(sqlite: Engine) -> None:
    ids = sorted(f"evt_{number}" for number in range(WRITERS))

    refused, _ = write_at_once(sqlite, [*(row(each) for each in ids), row(None)])

    assert refused == [None]
    assert stored(sqlite) == ids


def test_a_file_that_is_locked_for_too_long_is_refused_and_harms_nothing(
    sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "TURN_COMES_WITHIN", 0.1)
    shared = SharedCommit(sqlite, insert(Event))
    held = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    held.execute("BEGIN IMMEDIATE")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        shared.write(row("evt_refused"))
    held.close()
    shared.write(row("evt_1"))

    # The first one was refused, but its row had come in: Stripe sends it again, which is the same.
    assert stored(sqlite) == ["evt_1", "evt_refused"]


def test_nobody_is_told_of_a_row_before_it_is_committed(app: Flask, database: Database) -> None:
    seen: list[bool] = []

    def write(each: dict[str, Any]) -> None:
        app.extensions["arrivals"].write(each)
        seen.append(database.fetch(Event, each["id"]) is not None)

    threads = [threading.Thread(target=write, args=(row(f"evt_{n}"),)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [True] * WRITERS


def test_after_the_server_was_gone_no_dead_connection_is_kept(
    app: Flask, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    write = app.extensions["arrivals"].write
    use_three_at_once(app)

    lose_connections(database)
    with suppress(psycopg.OperationalError):
        write(row("evt_meanwhile"))

    use_three_at_once(app)
    write(row("evt_after"))
    assert database.fetch(Event, "evt_after") is not None
    assert caplog.text == ""


def use_three_at_once(app: Flask) -> None:
    kept = app.extensions["arrivals"].connections
    taken = [kept.take() for _ in range(3)]
    for connection in taken:
        connection.cursor().execute("SELECT 1")
        kept.give_back(connection)


def lose_connections(database: Database) -> None:
    """As when the server restarts; SQLite has none."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect() as connection:
            connection.execute(text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ))  # fmt: skip
