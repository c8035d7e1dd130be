"""What the operators' first page and `reconcile` cost beside a million settled orders.

Two databases are filled by the database itself: one holds the open orders alone, the other the same
and all the settled ones. Each round measures both, one after the other.
"""

import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import Connection, Engine, event

from app import create_app, reconciliation
from app.extensions import db
from app.models import User
from benches.filling import fill
from tests import databases
from tests.settings import SETTINGS

ALLOWED = 3.0
"""How many times as much the large database may cost: this command fails beyond it."""
# Tables that grow with the business; none of them may be read from end to end.
GROWING = ("orders", "charges", "application_fees", "transfers", "payouts", "refunds",
           "disputes", "stripe_events", "balance_transactions", "transfer_reversals",
           "refund_requests", "transfer_reversal_requests", "transfer_requests")  # fmt: skip

Measured = Callable[[Flask], None]


def run(settled: int, open_orders: int, rounds: int) -> int:
    """Print the ratios; the exit code is 1 where one is above what is allowed."""
    with (
        tempfile.TemporaryDirectory() as name,
        databases.template(SETTINGS, Path(name)) as template,
        _filled(template, Path(name) / "small", 0, open_orders) as small,
        _filled(template, Path(name) / "large", settled, open_orders) as large,
    ):
        return _compare(small, large, rounds)


def _compare(small: Flask, large: Flask, rounds: int) -> int:
    dialect = _dialect(large)
    print(f"{dialect}, Python {platform.python_version()}, {platform.machine()}")
    worst = 0.0
    for name, measured in MEASURED.items():
        with _statements(large) as seen:
            measured(large)
        scans = sorted(_scans(large, seen))
        times = [(_timed(measured, small), _timed(measured, large)) for _ in range(rounds)]
        ratio = median(after for _, after in times) / median(before for before, _ in times)
        worst = max(worst, ratio)
        print(f"  {name:<11} {ratio:5.2f} times the cost without the settled orders;"
              f" {len(seen)} queries, {len(scans)} without an index")  # fmt: skip
        for scan in scans:
            print(f"    reads a table from end to end: {scan[:500]}", file=sys.stderr)
            worst = max(worst, ALLOWED + 1)
    print(f"bench-desk on {dialect}: at most {worst:.2f} times, {ALLOWED} allowed")
    return 0 if worst <= ALLOWED else 1


def _first_page(app: Flask) -> None:
    _open(app, "/operator")


def _earnings(app: Flask) -> None:
    _open(app, "/operator/earnings")


def _open(app: Flask, path: str) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "1"
        session["_fresh"] = True
    answer = client.get(path)
    assert answer.status_code == 200, answer.status


def _reconcile(app: Flask) -> None:
    with app.app_context():
        reconciliation.count_loose_ends()
        list(reconciliation.findings(timedelta(hours=1)))


MEASURED = {"first page": _first_page, "reconcile": _reconcile, "earnings": _earnings}


def _timed(measured: Measured, app: Flask) -> float:
    begun = time.perf_counter()
    measured(app)
    return time.perf_counter() - begun


@contextmanager
def _filled(template: str, folder: Path, settled: int, open_orders: int) -> Iterator[Flask]:
    folder.mkdir()
    with databases.copy_of(template, folder) as url:
        app = create_app({**SETTINGS, "DATABASE_URL": url})
        with app.app_context():
            user = User(email="olga@example.com", password_hash="-", is_operator=True)
            db.session.add(user)
            db.session.commit()
            fill(settled, open_orders)
        yield app
        with app.app_context():
            databases.dispose(app)


def _dialect(app: Flask) -> str:
    with app.app_context():
        return db.engine.dialect.name


@contextmanager
def _statements(app: Flask) -> Iterator[list[tuple[str, object]]]:
    """Every query that runs meanwhile, with its parameters."""
    seen: list[tuple[str, object]] = []
    with app.app_context():
        engine = db.engine

    def note(
        _c: Connection, _cur: object, statement: str, parameters: object, _ctx: object, _m: bool
    ) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _scans(app: Flask, seen: list[tuple[str, object]]) -> set[str]:
    """The queries whose plan reads a growing table without an index."""
    with app.app_context():
        return {statement for statement, given in seen if _reads_all(db.engine, statement, given)}


def _reads_all(engine: Engine, statement: str, parameters: object) -> bool:
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # It reads small tables whole although they have an index; this asks whether they do.
            connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(explain + statement, parameters).all()  # type: ignore[arg-type]
    plan = "\n".join(str(row[-1]) for row in rows)
    scan = r"SCAN (\w+)$" if engine.dialect.name == "sqlite" else r"Seq Scan on (\w+)"
    found = any(table in GROWING for table in re.findall(scan, plan, re.MULTILINE))
    return found and not _walks_the_primary_key(statement, plan)


def _walks_the_primary_key(statement: str, plan: str) -> bool:
    """SQLite calls it a scan, too, when it reads the newest few rows in the order of their ids."""
    return "WHERE" not in statement and "LIMIT" in statement and "TEMP B-TREE" not in plan
