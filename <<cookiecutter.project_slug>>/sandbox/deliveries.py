"""Carries events to the platform's endpoints, signed, and again until answered with 2xx.

Docs: https://docs.stripe.com/webhooks#retries. What is owed
is in the database, so a restart goes on.
"""

import json
import sqlite3
import threading
import time

import requests

from sandbox.errors import Json
from sandbox.signing import signature
from sandbox.store import public
from sandbox.world import World

_HOURS = (0.1, 0.5, 2, 5, 10, 10, 10, 10)
"""Between attempts, before compression; after the last, the delivery is given up."""
_WORKERS = 4


class Deliveries:
    """A few threads; none of them holds the sandbox's lock while the platform works."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._wake = threading.Condition()
        self._stopped = False
        self.held = False
        world.on_commit = self.wake
        world.store.run("UPDATE deliveries SET state = 'pending' WHERE state = 'sending'")
        world.store.run("DELETE FROM idempotency WHERE status IS NULL")
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(_WORKERS)]
        self._threads.append(threading.Thread(target=self._keep_time, daemon=True))
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look again: something may be due."""
        with self._wake:
            self._wake.notify_all()

    def stop(self) -> None:
        """Finish what is being sent; the rest waits in the database."""
        self._stopped = True
        self.wake()
        for thread in self._threads:
            thread.join(timeout=5)

    def owed(self) -> int:
        """How many deliveries, and jobs that will cause some, are still to come."""
        rows = self._world.store.run(
            "SELECT (SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending'))"
            " + (SELECT COUNT(*) FROM jobs WHERE due < ?) AS owed",
            time.time() + 60,
        )
        return int(rows[0]["owed"])

    def _work(self) -> None:
        try:
            while not self._stopped:
                row = self._claim()
                if row is None:
                    with self._wake:
                        self._wake.wait(timeout=0.05)
                else:
                    self.send(row)
        except sqlite3.ProgrammingError:
            # The file was closed under a slow delivery; the next start delivers it again.
            if not self._stopped:
                raise

    def _keep_time(self) -> None:
        while not self._stopped:
            self._world.run_due_jobs()
            with self._wake:
                self._wake.wait(timeout=0.05)

    def _claim(self) -> sqlite3.Row | None:
        store = self._world.store
        with store.transaction():
            # Asked under the lock: once hold() has had it, nobody sets out any more.
            if self.held:
                return None
            rows = store.run(
                "SELECT * FROM deliveries AS one WHERE state = 'pending' AND due <= ?"
                " AND NOT EXISTS (SELECT 1 FROM deliveries AS other WHERE other.seq = one.after"
                " AND other.attempts = 0 AND other.state IN ('pending', 'sending'))"
                " ORDER BY due, seq LIMIT 1",
                time.time(),
            )
            if not rows:
                return None
            store.run("UPDATE deliveries SET state = 'sending' WHERE seq = ?", rows[0]["seq"])
            return rows[0]

    def send(self, row: sqlite3.Row) -> int | None:
        """One attempt; returns the status answered, or None when nobody answered."""
        world = self._world
        endpoint = world.store.find("webhook_endpoint", row["endpoint"])
        if endpoint is None:
            world.store.run("DELETE FROM deliveries WHERE seq = ?", row["seq"])
            return None
        body = row["body"].encode() if row["body"] else self.body(row["event"])
        status, error = self._post(endpoint, body)
        self._record(row, status, error)
        return status

    def body(self, event_id: str) -> bytes:
        """The exact bytes of an event, snapshot or thin."""
        store = self._world.store
        event = store.find("event", event_id) or store.get("v2.core.event", event_id)
        return json.dumps(public(event), indent=2).encode()

    def _post(self, endpoint: Json, body: bytes) -> tuple[int | None, str | None]:
        try:
            answer = requests.post(
                endpoint["url"],
                data=body,
                headers=headers(endpoint, body),
                timeout=self._world.settings.delivery_timeout,
                allow_redirects=False,
            )
        except requests.RequestException as failure:
            return None, type(failure).__name__
        return answer.status_code, None if answer.ok else answer.text[:200]

    def _record(self, row: sqlite3.Row, status: int | None, error: str | None) -> None:
        delivered = status is not None and 200 <= status < 300
        attempts = row["attempts"] + 1
        wait = 0.0
        state = "delivered" if delivered else "pending"
        if not delivered and attempts > len(_HOURS):
            state = "gave_up"
        elif not delivered:
            wait = _HOURS[attempts - 1] * 3600 / self._world.settings.retry_compression
        self._world.store.run(
            "UPDATE deliveries SET state = ?, attempts = ?, due = ?, status = ?, error = ?"
            " WHERE seq = ?",
            state, attempts, time.time() + wait, status, error, row["seq"],
        )  # fmt: skip


def headers(endpoint: Json, body: bytes, timestamp: int | None = None) -> dict[str, str]:
    """What Stripe sends beside the body."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature(body, endpoint["_secrets"], timestamp),
    }
