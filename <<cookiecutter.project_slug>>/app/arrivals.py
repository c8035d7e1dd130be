"""Where rows are stored past the session: committed before anybody is told, at the least cost.

What a commit costs is the wait for the disk, and one wait can serve many rows: PostgreSQL sees to
that by itself, and SQLite's writers take turns anyway, so that those who wait can share one.
"""

import sqlite3
import time
from collections import deque
from dataclasses import dataclass
from threading import Lock

from flask import Flask
from sqlalchemy import Engine, Insert, PoolProxiedConnection
from sqlalchemy.dialects import sqlite

from app.driver import Connections, Row, Statement
from app.extensions import ARRIVALS, db, insert_into
from app.models import Event

TURN_COMES_WITHIN = 30.0
"""Seconds, as for every other writer."""
BETWEEN_TRIES = 0.0002
"""Seconds; a commit takes about as long."""


def init_app(app: Flask) -> None:
    """Choose how events are stored: what is best differs between the databases."""
    with app.app_context():
        engine = db.engines[ARRIVALS]
        commit = SharedCommit if engine.dialect.name == "sqlite" else OwnCommit
        statement = insert_into(Event).on_conflict_do_nothing()
        app.extensions["arrivals"] = commit(engine, statement)


class OwnCommit:
    """For PostgreSQL: one statement, run and committed for each row in a single round trip."""

    def __init__(self, engine: Engine, insert: Insert) -> None:
        self.connections = Connections(engine)
        self._statement = Statement(insert, engine.dialect)

    def write(self, row: Row) -> None:
        """Return once the row is committed. Raises the driver's Error: then it may not be."""
        text, (values,) = self._statement.for_rows([row])
        connection = self.connections.take()
        try:
            connection.cursor().execute(text, values)
        except Exception:
            connection.close()
            # Where the server was gone, those that are kept have died as well.
            self.connections.close()
            raise
        self.connections.give_back(connection)


@dataclass(eq=False)
class _Waiting:
    row: Row
    stored: bool = False


class SharedCommit:
    """For SQLite: one statement, run for the rows of all threads of this process.

    Rows that come in while one commit is under way share the next one.
    """

    def __init__(self, engine: Engine, insert: Insert) -> None:
        self.connections = Connections(engine)
        self._statement = Statement(insert, sqlite.dialect(paramstyle="named"))
        self._turn = Lock()
        self._queue: deque[_Waiting] = deque()

    def write(self, row: Row) -> None:
        """Return once the row is committed. Raises sqlite3.Error: then it may not be."""
        mine = _Waiting(row)
        self._queue.append(mine)
        with self._turn:
            # Whoever had the turn before may have taken this row along.
            if not mine.stored:
                self._write_all_that_wait(mine)

    def _write_all_that_wait(self, mine: _Waiting) -> None:
        connection = self.connections.take()
        try:
            _begin(connection)
            taken = [self._queue.popleft() for _ in range(len(self._queue))]
            try:
                # A row that is not among them was taken before, by a commit that failed.
                self._commit(connection, taken if mine in taken else [mine, *taken])
            except sqlite3.Error:
                # Another's row may be at fault. Each of the others still comes by for its own turn.
                _begin(connection)
                self._commit(connection, [mine])
        finally:
            self.connections.give_back(connection)

    def _commit(self, connection: PoolProxiedConnection, together: list[_Waiting]) -> None:
        text, values = self._statement.for_rows([each.row for each in together])
        try:
            connection.cursor().executemany(text, values)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        for each in together:
            each.stored = True


def _begin(connection: PoolProxiedConnection) -> None:
    """Wait until no other process is writing; until this transaction ends, none will."""
    cursor = connection.cursor()
    # SQLite's own way to wait sleeps for up to a tenth of a second between its tries.
    cursor.execute("PRAGMA busy_timeout = 0")
    deadline = time.monotonic() + TURN_COMES_WITHIN
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as refusal:
            # The low byte says what is wrong; the others say more about it.
            busy = refusal.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(BETWEEN_TRIES)
