"""Two workers of the platform, let go step by step, so that their steps interleave as wanted."""

import queue
import threading
from collections.abc import Callable, Mapping
from typing import Any

import stripe
from flask import Flask
from sqlalchemy import event

from app.arrivals import OwnCommit, SharedCommit
from app.extensions import db

Job = Callable[[], object]
PATIENCE = 120
"""Seconds after which a worker that neither pauses nor ends is stuck."""
_here = threading.local()


class Crash(BaseException):
    """The process is gone: no `except Exception` sees it, and what was not committed is lost."""


class Worker:
    """One thread of the platform that stops at every seam until told to go on."""

    def __init__(self) -> None:
        self.busy = False
        self.holds_an_answer = False
        self.crashes = 0
        self.answers_lost = 0
        self.mistake: BaseException | None = None
        self._fuse: int | None = None
        self._unlucky = False
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._go = threading.Semaphore(0)
        self._back = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def start(self, job: Job) -> None:
        """Begin a job and run to its first seam. Call it only when not busy."""
        self.busy, self._fuse, self._unlucky = True, None, False
        self.holds_an_answer = False
        self._jobs.put(job)
        self._wait()

    def step(self) -> None:
        """Run on to the next seam, or to the end."""
        if self.busy:
            self._go.release()
            self._wait()

    def read(self) -> None:
        """Run on until an answer of Stripe's is in hand and not yet written down, or to the end."""
        while self.busy and not self.holds_an_answer:
            self.step()

    def finish(self) -> None:
        """Run to the end."""
        while self.busy:
            self.step()

    def crash_after(self, seams: int) -> None:
        """Die at this many seams from here, with whatever that leaves behind."""
        self._fuse = seams

    def lose_an_answer(self) -> None:
        """Stripe's next answer to this worker gets lost."""
        self._unlucky = True

    def close(self) -> None:
        """End the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _wait(self) -> None:
        if not self._back.acquire(timeout=PATIENCE):
            raise RuntimeError("a worker is stuck")
        if self.mistake:
            raise self.mistake

    def _run(self) -> None:
        _here.worker = self
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Crash:
                self.crashes += 1
            except BaseException as mistake:
                self.mistake = mistake
            self.busy = False
            self._back.release()

    def reach(self, may_pause: bool) -> None:
        """A seam: die here, or hand over to whoever directs, or just go on."""
        if self._fuse is not None:
            self._fuse -= 1
            if self._fuse < 0:
                raise Crash
        if may_pause:
            self._back.release()
            self._go.acquire()
            if self._fuse is not None and self._fuse <= 0:
                raise Crash

    def answer_arrives(self) -> None:
        """Stripe has answered, and now is the moment to pause; raises where the answer got lost."""
        unlucky, self._unlucky = self._unlucky, False
        if unlucky:
            self.answers_lost += 1
            raise stripe.APIConnectionError("the answer got lost")  # type: ignore[no-untyped-call]
        self.holds_an_answer = True
        self.reach(may_pause=True)
        self.holds_an_answer = False


class SteppedClient(stripe.RequestsClient):
    """Stripe's own HTTP client, with a seam on either side of every call."""

    def request_with_retries(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None,
        max_network_retries: int | None = None, **more: Any,
    ) -> tuple[str, int, Mapping[str, str]]:  # fmt: skip
        """The call, when the worker is let go on."""
        _reach(may_pause=False)  # the commit just before was a pause
        answer = super().request_with_retries(
            method, url, headers, post_data, max_network_retries, **more
        )
        worker = getattr(_here, "worker", None)
        if worker:
            worker.answer_arrives()
        return answer


class SteppedArrivals:
    """Where deliveries are stored, with a seam on either side of it."""

    def __init__(self, arrivals: OwnCommit | SharedCommit) -> None:
        self._arrivals, self.connections = arrivals, arrivals.connections

    def write(self, row: dict[str, Any]) -> None:
        """Store it, when the worker is let go on."""
        _reach(may_pause=False)
        self._arrivals.write(row)
        _reach(may_pause=True)


def make_seams(app: Flask) -> None:
    """Seams around each call to Stripe, before each commit and after it.

    Nobody pauses before a commit: others would wait for its locks while we wait for them.
    """
    app.extensions["stripe"] = stripe.StripeClient(
        app.config["STRIPE_SECRET_KEY"],
        base_addresses={"api": app.config["STRIPE_API_BASE"]},
        http_client=SteppedClient(timeout=(5, 20)),
    )
    app.extensions["arrivals"] = SteppedArrivals(app.extensions["arrivals"])
    event.listen(db.session, "before_commit", lambda session: _reach(may_pause=False))
    event.listen(db.session, "after_commit", lambda session: _reach(may_pause=True))


def _reach(may_pause: bool) -> None:
    worker = getattr(_here, "worker", None)
    if worker:
        worker.reach(may_pause)
