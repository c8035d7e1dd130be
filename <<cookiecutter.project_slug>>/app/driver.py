"""The database's driver itself, for what is done too often to go through a session.

Around one insert, a session and SQLAlchemy's own connection cost more than the insert. SQLAlchemy
still compiles the statement, converts values and opens connections.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, Engine, Insert, PoolProxiedConnection

Row = dict[str, Any]


class Statement:
    """An INSERT in the driver's own terms, for rows that all have the same keys."""

    def __init__(self, insert: Insert, dialect: Dialect) -> None:
        self._insert, self._dialect = insert, dialect
        self._sql = ""
        self._conversions: dict[str, Callable[[Any], Any]] = {}

    def for_rows(self, rows: list[Row]) -> tuple[str, list[Row]]:
        """The text, where a key stands for its value, and the rows with values the driver takes."""
        if not self._sql:
            self._compile(list(rows[0]))
        conversions = self._conversions.items()
        return self._sql, [
            row | {name: convert(row[name]) for name, convert in conversions} for row in rows
        ]

    def _compile(self, keys: list[str]) -> None:
        for column in (self._insert.table.columns[key] for key in keys):
            convert = column.type.dialect_impl(self._dialect).bind_processor(self._dialect)
            if convert:
                self._conversions[column.name] = convert
        self._sql = str(self._insert.compile(dialect=self._dialect, column_keys=keys))


class Connections:
    """Kept open, as many as ever wrote at once.

    A pool counts them, and its threads wait for each other at that.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[PoolProxiedConnection] = deque()

    def take(self) -> PoolProxiedConnection:
        """One that nobody else uses, until it is given back."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._engine.raw_connection()

    def give_back(self, connection: PoolProxiedConnection) -> None:
        """For the next row."""
        self._idle.append(connection)

    def close(self) -> None:
        """Close those that nobody uses."""
        while self._idle:
            self._idle.pop().close()
