"""One sandbox's world: its books, the events that follow from a change, and what comes later."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sandbox.contract import API_VERSION
from sandbox.errors import Json
from sandbox.faults import DeliveryFault, Faults
from sandbox.ids import new_id, now
from sandbox.settings import Settings
from sandbox.store import Store, public

REQUEST: ContextVar[Json] = ContextVar("REQUEST")
"""The API request being served, as events name it: `{"id": ..., "idempotency_key": ...}`."""

_GATHERING = 5.0
"""Seconds a reordered delivery waits for the others it is to come after."""

Job = Callable[..., None]
JOBS: dict[str, Job] = {}


def job(function: Job) -> Job:
    """Register something that may be asked to happen later, and survives a restart."""
    JOBS[_name(function)] = function
    return function


def _name(function: Job) -> str:
    return f"{function.__module__}.{function.__name__}"


class World:
    """What is true here, and the one way to change it: inside `transaction()`."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.faults = Faults()
        self.platform = store.meta("platform", new_id("acct_1", 15))
        self.application = store.meta("application", new_id("ca_", 32))
        self.on_commit: Callable[[], None] = lambda: None
        self.base_url = ""
        self._reordered: dict[str, int] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of a change or none of it; then what is due at once, and word to the deliveries."""
        try:
            with self.store.transaction():
                yield
        finally:
            self.on_commit()
        self.run_due_jobs()

    def later(self, seconds: float, job: Job, **args: Any) -> None:
        """Ask for a job after this many seconds; zero means right after this change."""
        self.store.run(
            "INSERT INTO jobs (due, name, args) VALUES (?, ?, ?)",
            time.time() + seconds, _name(job), json.dumps(args),
        )  # fmt: skip

    def run_due_jobs(self) -> None:
        """Carry out what is due, each in a transaction of its own."""
        while self._run_one_job():
            self.on_commit()

    def _run_one_job(self) -> bool:
        with self.store.transaction():
            if self.store.depth > 1:
                return False
            due = self.store.run(
                "SELECT * FROM jobs WHERE due <= ? ORDER BY due, seq LIMIT 1", time.time()
            )
            if not due:
                return False
            self.store.run("DELETE FROM jobs WHERE seq = ?", due[0]["seq"])
            JOBS[due[0]["name"]](self, **json.loads(due[0]["args"]))
            return True

    def emit(
        self, type: str, obj: Json, account: str | None = None, previous: Json | None = None
    ) -> Json:
        """Record that something happened, and owe its delivery to every endpoint of its scope.

        With `account`, it happened on that connected account, and the event carries it at its top.
        """
        data: Json = {"object": public(obj)}
        if previous is not None:
            data["previous_attributes"] = previous
        return self.announce(
            {
                "id": new_id("evt_1"),
                "object": "event",
                **({"account": account} if account else {}),
                "api_version": API_VERSION,
                "created": now(),
                "data": data,
                "livemode": False,
                "pending_webhooks": 0,
                "request": REQUEST.get({"id": None, "idempotency_key": None}),
                "type": type,
            },
            "connect" if account else "platform",
        )

    def announce(self, event: Json, scope: str) -> Json:
        """Keep an event of either kind (snapshot or thin) and queue its deliveries."""
        faults = self.faults.for_event(event)
        for fault in faults:
            if fault.kind == "same_second":
                event["created"] = fault.value
        endpoints = [
            each for each in self.store.all("webhook_endpoint") if wants(each, scope, event)
        ]
        if "pending_webhooks" in event:
            event["pending_webhooks"] = len(endpoints)
        self.store.add({**event, "_scope": scope}, event.get("account") or self.platform)
        for endpoint in endpoints:
            self._queue(event, endpoint, faults)
        if any(fault.kind == "twin" for fault in faults):
            self.announce({**event, "id": new_id("evt_1")}, scope)
        return event

    def _queue(self, event: Json, endpoint: Json, faults: list[DeliveryFault]) -> None:
        due, body, state = time.time(), None, "pending"
        for fault in faults:
            if fault.kind in ("livemode", "api_version"):
                body = json.dumps({**event, fault.kind: fault.value})
            elif fault.kind == "delay":
                due += fault.value
            elif fault.kind == "drop":
                state = "dropped"
        for _ in range(1 + sum(fault.kind == "duplicate" for fault in faults)):
            made = self.store.run(
                "INSERT INTO deliveries (event, endpoint, state, due, body)"
                " VALUES (?, ?, ?, ?, ?) RETURNING seq",
                event["id"], endpoint["id"], state, due, body,
            )  # fmt: skip
        for fault in faults:
            if fault.kind == "reorder":
                self._let_pass(endpoint["id"], made[0]["seq"], fault.value)

    def _let_pass(self, endpoint: str, delivery: int, left: int) -> None:
        """The delivery before this one waits until this one was made: last comes first."""
        before = self._reordered.pop(endpoint, None)
        self.store.run(
            "UPDATE deliveries SET due = ?, after = ? WHERE seq = ?", time.time(), delivery, before
        )
        if left:
            self._reordered[endpoint] = delivery
            self.store.run(
                "UPDATE deliveries SET due = due + ? WHERE seq = ?", _GATHERING, delivery
            )


def wants(endpoint: Json, scope: str, event: Json) -> bool:
    """Whether an endpoint subscribed to this event: its scope, its list, and switched on."""
    return (
        endpoint["_scope"] == scope
        and endpoint["status"] == "enabled"
        and bool({"*", event["type"]} & set(endpoint["enabled_events"]))
    )
