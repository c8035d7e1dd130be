"""How fast a backlog goes down with one, two and four workers, Stripe answering at once.

Workers are `flask stripe work`, each a process of its own. Stripe is a process that answers every
read of a charge immediately, so that the figures are the platform's.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, select

from app import create_app
from app.extensions import db
from app.models import Event
from app.models.event import WAITING
from benches.filling import fill_events
from benches.serving import ROOT, machine
from tests import databases
from tests.settings import SETTINGS

WORKERS = (1, 2, 4)
WARM = 100
"""Events that each worker processes on average before the clock starts."""
PATIENCE = 120
"""Seconds until they must have done so."""
CHARGE = {
    "object": "charge", "status": "succeeded", "amount": 50_00, "amount_captured": 50_00,
    "amount_refunded": 0, "currency": "usd", "disputed": False, "created": 1_700_000_000,
    "payment_intent": None, "balance_transaction": None,
}  # fmt: skip


class Stripe(BaseHTTPRequestHandler):
    """GET /v1/charges/<any id>, and nothing else."""

    protocol_version = "HTTP/1.1"
    # Head and body are two writes, and the second must not wait for the first's acknowledgement.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """The charge, whichever is asked for."""
        body = json.dumps({**CHARGE, "id": self.path.partition("?")[0].rpartition("/")[2]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said about requests."""


class Server(ThreadingHTTPServer):
    """Stripe's, and quiet."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Workers are ended in the middle of a read."""


def run(backlog: int, seconds: float) -> int:
    """Print events a second, measured for so many seconds of each; the exit code is 0."""
    told, tell = multiprocessing.Pipe(duplex=False)
    stripe = multiprocessing.Process(target=_answer, args=(tell,), daemon=True)
    stripe.start()
    with tempfile.TemporaryDirectory() as name, databases.template(SETTINGS, Path(name)) as full:
        settings = {**SETTINGS, "STRIPE_API_BASE": f"http://127.0.0.1:{told.recv()}"}
        print(f"{'PostgreSQL' if databases.SERVER else 'SQLite'}, {machine()}")
        alone = 0.0
        for workers in WORKERS:
            folder = Path(name) / str(workers)
            folder.mkdir()
            with databases.copy_of(full, folder) as url:
                rate = _drained({**settings, "DATABASE_URL": url}, backlog, seconds, workers)
            alone = alone or rate
            print(
                f"  backlog of {backlog:,}, {workers} workers: {rate:,.0f} events/s,"
                f" {rate / alone:.2f} times one worker",
                flush=True,
            )
    stripe.terminate()
    stripe.join()
    return 0


def _answer(tell: Connection) -> None:
    with Server(("127.0.0.1", 0), Stripe) as server:
        tell.send(server.server_port)
        server.serve_forever()


def _drained(settings: dict[str, str], backlog: int, seconds: float, workers: int) -> float:
    app = create_app(settings)
    with app.app_context():
        fill_events(backlog, state=WAITING)
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "stripe", "work"]
        environment = {**os.environ, **settings}
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
            for _ in range(workers)
        ]
        try:
            return _rate(backlog - WARM * workers, seconds)
        finally:
            for process in processes:
                process.terminate()
                process.wait()
            databases.dispose(app)


def _rate(warm: int, seconds: float) -> float:
    """Counted from when no more than `warm` are left, until the time is up or nothing is left."""
    deadline = time.monotonic() + PATIENCE
    while (before := _waiting()) > warm:
        assert time.monotonic() < deadline, "the workers do not begin"
        time.sleep(0.1)
    begun = time.monotonic()
    while (left := _waiting()) and time.monotonic() < begun + seconds:
        time.sleep(0.2)
    return (before - left) / (time.monotonic() - begun)


def _waiting() -> int:
    left = db.session.scalar(select(func.count()).where(Event.state == WAITING)) or 0
    db.session.rollback()
    return left
