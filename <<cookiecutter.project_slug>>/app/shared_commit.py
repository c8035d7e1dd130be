"""How a row is stored past the session: committed before anybody is told, at the least cost.

What a commit costs is the wait for the disk, and one wait can serve many rows: PostgreSQL sees to
that by itself, and SQLite's writers take turns anyway, so that those who wait can share one.
"""

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Engine, Executable
from sqlalchemy.exc import SQLAlchemyError


@dataclass(eq=False)
class _Waiting:
    row: dict[str, Any]
    stored: bool = False


class OwnCommit:
    """One statement, run for each row in a single round trip."""

    def __init__(self, engine: Engine, statement: Executable) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._statement = statement

    def write(self, row: dict[str, Any]) -> None:
        """Return once the row is committed. Raises SQLAlchemyError, in which case it is not."""
        with self._engine.connect() as connection:
            connection.execute(self._statement, row)


class SharedCommit:
    """One statement, run for the rows of all threads of this process.

    Rows that come in while one commit is under way share the next one.
    """

    def __init__(self, engine: Engine, statement: Executable) -> None:
        self._engine, self._statement = engine, statement
        self._turn = Lock()
        self._queue: deque[_Waiting] = deque()

    def write(self, row: dict[str, Any]) -> None:
        """Return once the row is committed. All rows have the same keys.

        Raises SQLAlchemyError, in which case it is not.
        """
        mine = _Waiting(row)
        self._queue.append(mine)
        with self._turn:
            # Whoever had the turn before may have taken this row along.
            if not mine.stored:
                self._write_all_that_wait(mine)

    def _write_all_that_wait(self, mine: _Waiting) -> None:
        taken = [self._queue.popleft() for _ in range(len(self._queue))]
        try:
            # A row that is not among them was taken before, by a commit that failed.
            self._commit(taken if mine in taken else [mine, *taken])
        except SQLAlchemyError:
            # Another's row may be at fault. Each of the others still comes by for its own turn.
            self._commit([mine])

    def _commit(self, together: list[_Waiting]) -> None:
        with self._engine.begin() as connection:
            connection.execute(self._statement, [each.row for each in together])
        for each in together:
            each.stored = True
