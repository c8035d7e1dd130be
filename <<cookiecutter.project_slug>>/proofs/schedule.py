"""One schedule: what happens at Stripe, what is delivered, and how two workers fare with it.

Events come in any order and any number of times, to two workers, each of which stops between its
steps, crashes there, or loses Stripe's answer.
"""

from collections import Counter
from collections.abc import Callable

from flask import Flask
from hypothesis import strategies as st

from app import inbox
from app.events import CONNECT, PLATFORM, THIN
from app.extensions import db
from app.models import Event
from app.models.event import WAITING
from proofs.expected import accounts_in_the_news
from proofs.ground import Ground
from proofs.market import HAPPENINGS, Market
from proofs.truth import differences
from proofs.workers import Worker

Step = tuple[str, int, int]
"""What is done, by which worker, to which of the things there are."""

DONE_BY_WORKERS = (
    *("deliver",) * 4, *("deliver what is owed",) * 10, *("step",) * 5, *("finish",) * 5,
    *("read",) * 8, *("crash",) * 2, "lose", "replay", "work", "resync",
    *("catch up",) * 2,
)  # fmt: skip
HAPPENING = (*HAPPENINGS, "pay", "time passes", "time passes")
STEPS = st.lists(
    st.tuples(
        # The first is what Hypothesis shortens to: nothing.
        st.sampled_from(("rest", *HAPPENING, *DONE_BY_WORKERS)),
        st.integers(0, 1),
        st.integers(0, 29),
    ),
    min_size=30,
    max_size=80,
)

STALE: list[Step] = [
    ("restrict", 0, 0), ("read", 0, 0), ("onboard", 0, 0), ("catch up", 1, 0), ("finish", 0, 0),
]  # fmt: skip
"""The schedule that all this is about: what was read first is written last."""


def scope_of(event: dict[str, object]) -> str:
    """The endpoint that an event belongs to."""
    if event["object"] == "v2.core.event":
        return THIN
    return CONNECT if event.get("account") else PLATFORM


class Wrong(AssertionError):
    """A schedule after which the rows are not what is true at Stripe."""


class Schedule:
    """One schedule being carried out."""

    def __init__(self, ground: Ground, market: Market, workers: list[Worker]) -> None:
        self.ground, self.market, self.workers = ground, market, workers
        self.figures: Counter[str] = Counter()
        self._answered: set[str] = set()
        self._events: list[str] = []
        self._app: Flask = ground.app
        ground.forget()
        market.begin_again()

    def run(self, steps: list[Step]) -> None:
        """Carry out the steps; let what Stripe still owes arrive; look. Raises Wrong."""
        for what, which, number in steps:
            if what in HAPPENINGS:
                self.market.happen(what, number)
                self._events = [event["id"] for event in self.ground.sandbox.events()]
            elif what != "rest":
                self._direct(what, self.workers[which], number)
        for worker in self.workers:
            worker.finish()
        self._come_to_rest()
        self._look()

    def _direct(self, what: str, worker: Worker, number: int) -> None:
        """Tell a worker what to do; one that is busy can only go on, or meet with misfortune."""
        if what == "crash":
            worker.crash_after(number % 5)
        elif what == "lose":
            worker.lose_an_answer()
        elif what == "read":
            self._read(worker, number)
        elif what == "finish":
            worker.finish()
        elif worker.busy:
            worker.step()
        elif job := self._job(what, number):
            self.figures[what] += 1
            worker.start(job)
            if what == "catch up":
                worker.finish()

    def _read(self, worker: Worker, number: int) -> None:
        """Have a worker hold an answer of Stripe's, which what happens next makes a stale one."""
        job = self._job("deliver what is owed", number)
        if not worker.busy and job:
            worker.start(job)
        worker.read()

    def _job(self, what: str, number: int) -> Callable[[], object] | None:
        owed = [each for each in self._events if each not in self._answered]
        if what == "deliver what is owed":
            return (lambda: self._deliver(owed[number % len(owed)])) if owed else None
        event = self._events[number % len(self._events)] if self._events else None
        if what == "deliver" and event:
            return lambda: self._deliver(event)
        if what == "catch up":
            return lambda: self._deliver_all(owed)
        if what == "replay" and event:
            return self._in_context(lambda: self._replay(event))
        if what == "work":
            return self._in_context(lambda: list(inbox.drain(inbox.waiting())))
        if what == "resync" and event:
            return self._in_context(lambda: self._resync(number))
        return None

    def _in_context(self, job: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            with self._app.app_context():
                job()

        return run

    def _deliver_all(self, event_ids: list[str]) -> None:
        for event_id in event_ids:
            self._deliver(event_id)

    def _deliver(self, event_id: str) -> None:
        """The signed bytes, in at the door; a 2xx means that Stripe will not come again."""
        url, body, headers = self.ground.sandbox.signed(event_id)
        path = url.removeprefix(self.ground.settings["PUBLIC_URL"])
        status = self._app.test_client().post(path, data=body, headers=headers).status_code
        self.figures["deliveries"] += 1
        if status == 200:
            self._answered.add(event_id)
        elif status != 500:
            raise Wrong(f"{event_id} was answered {status}")

    def _replay(self, event_id: str) -> None:
        again = inbox.wait_again(Event.id == event_id)
        list(inbox.drain(again, even_if_claimed=True))

    def _resync(self, number: int) -> None:
        """Only accounts that have been told of: the proof's truth knows no others."""
        account = self.market.account(number)
        if account in accounts_in_the_news(self.ground.sandbox):
            try:
                inbox.resync(account)
            except Exception:
                db.session.rollback()

    def _come_to_rest(self) -> None:
        """Stripe delivers again, all at once, what was not answered 2xx; then `work --now`."""
        with self._app.app_context():
            for event in self.ground.sandbox.events():
                if event["id"] not in self._answered:
                    inbox.store(event, scope_of(event))
            waiting = inbox.waiting(even_if_claimed=True)
            failures = [f for f in inbox.drain(waiting, even_if_claimed=True) if f]
        if failures:
            raise Wrong("\n".join(failures))

    def _look(self) -> None:
        stored = self.ground.database.all(Event)
        wrong = differences(self.ground.sandbox, self.ground.database)
        wrong += [f"{event.id} waits still" for event in stored if event.state == WAITING]
        if {event.id for event in stored} != set(self._events):
            wrong.append("the events stored are not the events that Stripe has")
        if wrong:
            raise Wrong("\n".join(wrong))
        self.figures["schedules"] += 1
        self.figures["events"] += len(stored)
