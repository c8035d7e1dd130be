"""Where the sandbox keeps everything: one SQLite file, objects as JSON, newest last."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.errors import Json, missing

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, type TEXT NOT NULL,
    owner TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_of_a_type ON objects (type, owner, seq);
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, endpoint TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL,
    status INTEGER, error TEXT, body TEXT, after INTEGER);
CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries (state, due);
CREATE TABLE IF NOT EXISTS jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, due REAL NOT NULL, name TEXT NOT NULL,
    args TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS idempotency (
    scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER, body TEXT,
    request TEXT, PRIMARY KEY (scope, key));
CREATE TABLE IF NOT EXISTS requests (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT NOT NULL, path TEXT NOT NULL, account TEXT,
    params TEXT NOT NULL, idempotency_key TEXT, status INTEGER);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """Objects by id, in the order they were made. One lock: this is a stand-in, not a bank."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self.depth = 0
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        # A power cut may lose the last writes of a toy; waiting for the disk would slow every test.
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; but what an exception with `keep` (a declined card) did stays done."""
        with self.lock:
            if self.depth == 0:
                self._db.execute("BEGIN")
            self.depth += 1
            try:
                yield
            except BaseException as failure:
                self._leave("COMMIT" if getattr(failure, "keep", False) else "ROLLBACK")
                raise
            self._leave("COMMIT")

    def _leave(self, verdict: str) -> None:
        self.depth -= 1
        if self.depth == 0:
            self._db.execute(verdict)

    def run(self, sql: str, *args: Any) -> list[sqlite3.Row]:
        """One statement under the lock, with its rows."""
        with self.lock:
            return self._db.execute(sql, args).fetchall()

    def add(self, obj: Json, owner: str, type: str | None = None) -> Json:
        """Keep a new object, under the account whose books it is on."""
        self.run(
            "INSERT INTO objects (id, type, owner, body) VALUES (?, ?, ?, ?)",
            obj["id"], type or obj["object"], owner, json.dumps(obj),
        )  # fmt: skip
        return obj

    def save(self, obj: Json) -> Json:
        """Write a changed object back."""
        self.run("UPDATE objects SET body = ? WHERE id = ?", json.dumps(obj), obj["id"])
        return obj

    def find(self, type: str, id: str | None, owner: str | None = None) -> Json | None:
        """An object by id, if it is of this type and on these books; else None."""
        rows = self.run("SELECT * FROM objects WHERE id = ? AND type = ?", id, type)
        if not rows or (owner is not None and rows[0]["owner"] != owner):
            return None
        return _body(rows[0])

    def get(
        self, type: str, id: str, owner: str | None = None, param: str = "id", status: int = 404
    ) -> Json:
        """An object by id; raises `resource_missing` naming `param`."""
        found = self.find(type, id, owner)
        if found is None:
            raise missing(type, id, param, status)
        return found

    def owner(self, id: str) -> str:
        """Whose books an object is on."""
        return str(self.run("SELECT owner FROM objects WHERE id = ?", id)[0]["owner"])

    def all(self, type: str, owner: str | None = None) -> list[Json]:
        """Every object of a type, oldest first."""
        if owner is None:
            rows = self.run("SELECT body FROM objects WHERE type = ? ORDER BY seq", type)
        else:
            rows = self.run(
                "SELECT body FROM objects WHERE type = ? AND owner = ? ORDER BY seq", type, owner
            )
        return [_body(row) for row in rows]

    def meta(self, name: str, default: str) -> str:
        """A remembered setting, set to `default` the first time it is asked for."""
        self.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", name, default)
        return str(self.run("SELECT value FROM meta WHERE name = ?", name)[0]["value"])

    def close(self) -> None:
        """Let go of the file."""
        with self.lock:
            self._db.close()


def _body(row: sqlite3.Row) -> Json:
    body: Json = json.loads(row["body"])
    return body


def public(obj: Json) -> Json:
    """An object as the outside sees it: names with a leading underscore are the sandbox's own."""
    return {name: value for name, value in obj.items() if not name.startswith("_")}
