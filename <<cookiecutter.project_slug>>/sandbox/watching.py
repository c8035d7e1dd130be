"""Looking at a sandbox, and steering its deliveries, from Python."""

import json
import time
from typing import Any, NamedTuple

from sandbox.deliveries import Deliveries, headers
from sandbox.errors import Json
from sandbox.settings import Settings
from sandbox.store import public
from sandbox.world import World


class Request(NamedTuple):
    """One API call as it came over the wire; parameters are text, as forms are."""

    method: str
    path: str
    account: str | None
    params: Json
    idempotency_key: str | None
    status: int


class Signed(NamedTuple):
    """An event ready to be posted: where, the exact bytes, and the headers that sign them."""

    url: str
    body: bytes
    headers: dict[str, str]


class Watching:
    """What is true, what was asked, what is owed: the half of `Sandbox` that changes no money."""

    settings: Settings
    world: World
    _deliveries: Deliveries

    def objects(self, type: str, account: str | None = None) -> list[Json]:
        """Every object of a type, oldest first; `account` says on whose books (or anyone's)."""
        return [public(each) for each in self.world.store.all(type, account)]

    def find(self, id: str) -> Json | None:
        """Any object by its id, whatever its type."""
        rows = self.world.store.run("SELECT body FROM objects WHERE id = ?", id)
        return public(json.loads(rows[0]["body"])) if rows else None

    def events(self, type: str | None = None, account: str | None = None) -> list[Json]:
        """Events as they are delivered, oldest first; `account` is the event's own."""
        kinds = ("event", "v2.core.event")
        rows = self.world.store.run(
            "SELECT body FROM objects WHERE type IN (?, ?) ORDER BY seq", *kinds
        )
        found = [public(json.loads(row["body"])) for row in rows]
        return [
            each
            for each in found
            if (type is None or each["type"] == type)
            and (account is None or each.get("account") == account)
        ]

    @property
    def requests(self) -> list[Request]:
        """Every API call seen so far."""
        rows = self.world.store.run("SELECT * FROM requests ORDER BY seq")
        return [
            Request(row["method"], row["path"], row["account"], json.loads(row["params"]),
                    row["idempotency_key"], row["status"])
            for row in rows
        ]  # fmt: skip

    def deliveries(self) -> list[Json]:
        """Every delivery owed or made: event, endpoint, state, attempts, last status."""
        return [dict(row) for row in self.world.store.run("SELECT * FROM deliveries ORDER BY seq")]

    def signed(
        self, event: str | Json, scope: str | None = None, timestamp: int | None = None
    ) -> Signed:
        """The exact signed bytes of an event (its id, or a dict of your own) for an endpoint.

        `scope` is `platform`, `connect` or `thin`; an event of the sandbox knows its own.
        """
        if isinstance(event, str):
            event = self._event(event)
            scope = scope or event["_scope"]
        if scope is None:
            thin = event.get("object") == "v2.core.event"
            scope = "thin" if thin else "connect" if event.get("account") else "platform"
        endpoint = self._endpoint(scope)
        body = json.dumps(public(event), indent=2).encode()
        return Signed(endpoint["url"], body, headers(endpoint, body, timestamp))

    def hold(self) -> None:
        """Deliveries pile up until `release()`."""
        with self.world.store.lock:
            self._deliveries.held = True
        while self.world.store.run("SELECT 1 FROM deliveries WHERE state = 'sending'"):
            time.sleep(0.005)

    def release(self) -> None:
        """Deliveries flow again, the piled up ones first."""
        self._deliveries.held = False
        self._deliveries.wake()

    @property
    def is_held(self) -> bool:
        """Whether deliveries pile up just now."""
        return self._deliveries.held

    def forget_deliveries(self) -> int:
        """Give up whatever is owed now, as after days of outage; returns how many."""
        rows = self.world.store.run(
            "UPDATE deliveries SET state = 'gave_up' WHERE state = 'pending' RETURNING seq"
        )
        return len(rows)

    def deliver(self, event: str) -> list[int | None]:
        """Deliver an event again, now, whatever became of it before; the statuses answered."""
        rows = self.world.store.run(
            "SELECT * FROM deliveries WHERE event = ? GROUP BY endpoint", event
        )
        if not rows:
            self._event(event)
        return [self._deliveries.send(row) for row in rows]

    def drain(self, timeout: float = 60.0) -> None:
        """Wait until all that is owed was answered with 2xx or given up; raises `TimeoutError`."""
        if self._deliveries.held:
            raise RuntimeError("deliveries are held; release() them before drain()")
        deadline = time.monotonic() + timeout
        while self._deliveries.owed():
            if time.monotonic() > deadline:
                owed = [row for row in self.deliveries() if row["state"] in ("pending", "sending")]
                raise TimeoutError(f"still owed after {timeout} s: {owed}")
            time.sleep(0.005)

    def rotate_secret(self, scope: str, secret: str, keep_old: bool = True) -> None:
        """Roll an endpoint's secret; with `keep_old` both sign, as in the day after a roll."""
        with self.world.transaction():
            endpoint = self._endpoint(scope)
            endpoint["_secrets"] = [secret, *(endpoint["_secrets"][:1] if keep_old else [])]
            self.world.store.save(endpoint)

    def swap_secrets(self) -> None:
        """Sign each of the two snapshot endpoints with the other's secret."""
        with self.world.transaction():
            one, other = self._endpoint("platform"), self._endpoint("connect")
            one["_secrets"], other["_secrets"] = other["_secrets"], one["_secrets"]
            self.world.store.save(one)
            self.world.store.save(other)

    def _endpoint(self, scope: str) -> Json:
        for endpoint in self.world.store.all("webhook_endpoint"):
            if endpoint["_scope"] == scope and endpoint["status"] == "enabled":
                return endpoint
        raise LookupError(f"no {scope} endpoint; call connect_platform() first")

    def _event(self, id: str) -> dict[str, Any]:
        store = self.world.store
        return store.find("event", id) or store.get("v2.core.event", id)
