"""A row is stored once its writer returns, whoever committed it; a bad one harms no other."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, insert, text
from sqlalchemy.exc import SQLAlchemyError

from app.config import from_env
from app.models import Event
from app.models.columns import now
from app.shared_commit import OwnCommit, SharedCommit
from tests.platform_server import Database

WRITERS = 20


@pytest.fixture
def engine(settings: dict[str, str]) -> Iterator[Engine]:
    config = from_env(settings)
    options: Any = config["SQLALCHEMY_ENGINE_OPTIONS"]
    engine = create_engine(str(config["SQLALCHEMY_DATABASE_URI"]), **options)
    yield engine
    engine.dispose()


@pytest.fixture
def database(settings: dict[str, str]) -> Iterator[Database]:
    database = Database(settings)
    yield database
    database.engine.dispose()


def row(event_id: str | None) -> dict[str, Any]:
    return {
        "id": event_id, "type": "price.created", "scope": "platform", "livemode": False,
        "created": 1, "received_at": now(), "state": "ignored",
    }  # fmt: skip


def write_at_once(engine: Engine, rows: list[dict[str, Any]]) -> tuple[list[object], int]:
    """The ids of the rows that were refused, and the number of commits, with all waiting as one."""
    shared = SharedCommit(engine, insert(Event))
    refused: list[object] = []
    commits: list[object] = []

    def write(each: dict[str, Any]) -> None:
        try:
            shared.write(each)
        except SQLAlchemyError:
            refused.append(each["id"])

    event.listen(engine, "commit", commits.append)
    threads = [threading.Thread(target=write, args=(each,)) for each in rows]
    held = engine.connect()
    # Somebody else writes, so that all but the first gather behind it.
    held.execute(text("INSERT INTO stripe_reads (id, number) VALUES (7, 7)"))
    if engine.dialect.name == "postgresql":
        held.execute(text("LOCK TABLE stripe_events IN EXCLUSIVE MODE"))
    for thread in threads:
        thread.start()
    threading.Event().wait(0.5)
    held.rollback()
    held.close()
    for thread in threads:
        thread.join()
    return refused, len(commits)


def test_rows_that_gather_behind_a_commit_share_the_next_one(
    engine: Engine, database: Database
) -> None:
    ids = sorted(f"evt_{number}" for number in range(WRITERS))

    refused, commits = write_at_once(engine, [row(each) for each in ids])

    assert refused == []
    assert [each.id for each in database.all(Event)] == ids
    assert commits <= 3


def test_a_row_that_the_database_refuses_is_refused_alone(
    engine: Engine, database: Database
) -> None:
    ids = sorted(f"evt_{number}" for number in range(WRITERS))

    refused, _ = write_at_once(engine, [*(row(each) for each in ids), row(None)])

    assert refused == [None]
    assert [each.id for each in database.all(Event)] == ids


@pytest.mark.parametrize("commit", [SharedCommit, OwnCommit])
def test_nobody_is_told_of_a_row_before_it_is_committed(
    engine: Engine, database: Database, commit: type[SharedCommit | OwnCommit]
) -> None:
    seen: list[bool] = []
    arrivals = commit(engine, insert(Event))

    def write(event_id: str) -> None:
        arrivals.write(row(event_id))
        seen.append(database.fetch(Event, event_id) is not None)

    threads = [threading.Thread(target=write, args=(f"evt_{n}",)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [True] * WRITERS
