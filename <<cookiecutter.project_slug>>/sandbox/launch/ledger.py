"""The platform's database, looked at from outside: what it was told, and whether it adds up."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

Row = dict[str, Any]


class NeverConfirmed(Exception):
    """A row that a webhook should have brought did not come."""


class Ledger:
    """Committed rows only, over a connection the platform does not share; nothing is written."""

    def __init__(self, database_url: str) -> None:
        self._engine = sa.create_engine(database_url)

    def rows(self, table: str, **where: Any) -> list[Row]:
        """Rows of a table whose columns have these values."""
        named = sa.Table(table, sa.MetaData(), autoload_with=self._engine)
        wanted = sa.select(named).where(*(named.c[name] == value for name, value in where.items()))
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def await_row(
        self, table: str, until: Callable[[Row], bool] = bool, patience: float = 60.0, **where: Any
    ) -> Row:
        """The row, once it is there and as it should be; raises `NeverConfirmed` in the end."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for row in self.rows(table, **where):
                if until(row):
                    return row
            time.sleep(0.1)
        raise NeverConfirmed(f"no such row in {table} after {patience:.0f} s: {where}")

    def confirmation(self, object_id: str, table: str) -> str:
        """Which processed events brought the row of an object: their types, in order of arrival."""
        told = self.rows("stripe_events", object_id=object_id, state="processed")
        types = [row["type"] for row in sorted(told, key=lambda row: row["received_at"])]
        if not types:
            raise NeverConfirmed(f"{table} holds {object_id}, and no event told it")
        return ", ".join(dict.fromkeys(types))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def temporary_database(folder: Path) -> str:
    """The address of a database that goes away with its folder."""
    return f"sqlite:///{folder / 'platform.db'}"
