"""Intake that only stores, workers that process, and a broker that may be gone."""

import json
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from app import sweep
from app.models import ConnectedAccount, Event
from app.models.columns import now
from app.models.event import PROCESSED, WAITING
from tests.platform_server import Database, Platform
from tests.stories import Seller, a_seller
from tests.stripe_events import deliver, event
from tests.workers import broker, queue_through, until, worker

BROKER_IS_AWAITED = 2.0
"""Seconds, at least, that each delivery would take which waits for a silent broker."""


@pytest.fixture(params=["redis", "rabbitmq"])
def broker_url(request: pytest.FixtureRequest) -> str:
    return broker(request.param)


@pytest.fixture
def seller(platform: Platform, sandbox: Any) -> Seller:
    return a_seller(platform, sandbox)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "worker.log"


def restrict(sandbox: Any, seller: Seller) -> str:
    """Stripe takes the seller's right to sell away and delivers that; the event's id."""
    sandbox.change_account(seller.account_id, "restrict")
    sandbox.drain()
    delivered = [each for each in sandbox.deliveries() if each["state"] == "delivered"]
    event_id: str = sandbox.events("account.updated")[-1]["id"]
    assert event_id in {each["event"] for each in delivered}
    return event_id


def stored(database: Database, event_id: str) -> Event:
    found = database.fetch(Event, event_id)
    assert found is not None
    return found


def is_processed(database: Database, event_id: str) -> Callable[[], bool]:
    return lambda: stored(database, event_id).state == PROCESSED


def age(database: Database, event_id: str) -> None:
    """Let it be long ago that the event came or failed."""
    long_ago = now() - timedelta(minutes=2)
    with database.engine.begin() as connection:
        connection.execute(
            update(Event)
            .where(Event.id == event_id, Event.next_attempt_at.is_not(None))
            .values(next_attempt_at=long_ago)
        )
        connection.execute(update(Event).where(Event.id == event_id).values(received_at=long_ago))


def test_the_request_stores_and_a_worker_processes(
    platform: Platform, sandbox: Any, seller: Seller, broker_url: str, log: Path
) -> None:
    settings = queue_through(platform, broker_url)
    event_id = restrict(sandbox, seller)
    assert stored(platform.database, event_id).state == WAITING
    assert stored(platform.database, event_id).attempts == 0

    with worker(settings, log):
        until(is_processed(platform.database, event_id), "the message was not acted on")

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert not account.charges_enabled


def test_what_fails_is_noted_and_tried_again_when_it_is_due(
    platform: Platform, sandbox: Any, seller: Seller, broker_url: str, log: Path
) -> None:
    settings = queue_through(platform, broker_url)
    sandbox.faults.answer(503, times=99, method="GET")
    with worker(settings, log):
        event_id = restrict(sandbox, seller)
        until(lambda: stored(platform.database, event_id).error is not None, "no failure noted")
        failed = stored(platform.database, event_id)
        assert "StripeUnavailable" in str(failed.error)
        assert failed.next_attempt_at is not None
        assert failed.next_attempt_at > now()

        sandbox.faults.clear()
        age(platform.database, event_id)
        until(is_processed(platform.database, event_id), "it was not tried again")


def test_while_the_broker_is_gone_events_are_stored_and_later_swept_up(
    platform: Platform, sandbox: Any, seller: Seller, broker_url: str, log: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    settings = queue_through(platform, f"{broker_url.partition('://')[0]}://127.0.0.1:{port}//")

    event_ids = [restrict(sandbox, seller) for _ in range(3)]

    assert {stored(platform.database, each).state for each in event_ids} == {WAITING}
    age(platform.database, event_ids[0])
    with worker({**settings, "CELERY_BROKER_URL": broker_url}, log):
        for event_id in event_ids:
            until(is_processed(platform.database, event_id), "the sweep did not find it")


def test_a_broker_that_takes_connections_and_says_nothing_holds_no_delivery_up(
    platform: Platform, sandbox: Any, seller: Seller, broker_url: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        queue_through(platform, f"{broker_url.partition('://')[0]}://{address}//")
        begun = time.monotonic()
        for _ in range(10):
            event_id = restrict(sandbox, seller)
            assert stored(platform.database, event_id).state == WAITING
        assert time.monotonic() - begun < 10 * BROKER_IS_AWAITED / 2


def queue_findings(platform: Platform) -> list[tuple[str, str]]:
    result = platform.app.test_cli_runner().invoke(args=["stripe", "doctor", "--json"])
    said = json.loads(result.stdout)["findings"]
    return [(each["problem"], each["fix"]) for each in said if each["subject"] == "queue"]


def test_the_doctor_names_a_broker_that_is_gone_and_one_that_says_nothing(
    platform: Platform, broker_url: str
) -> None:
    kind = broker_url.partition("://")[0]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        queue_through(platform, f"{kind}://127.0.0.1:{silent.getsockname()[1]}//")
        [(problem, fix)] = queue_findings(platform)
        assert "broker does not answer" in problem
        assert "CELERY_BROKER_URL" in fix

    [(problem, _)] = queue_findings(platform)
    assert "broker does not answer" in problem


def test_the_doctor_misses_the_workers_until_one_answers(
    platform: Platform, broker_url: str, log: Path
) -> None:
    settings = queue_through(platform, broker_url)
    [(problem, fix)] = queue_findings(platform)
    assert "No worker" in problem
    assert "celery --app app.worker" in fix

    with worker(settings, log):
        until(lambda: queue_findings(platform) == [], "no worker answered")

    platform.app.config["CELERY_BROKER_URL"] = ""
    assert queue_findings(platform) == []


def test_a_message_that_was_lost_is_sent_again_but_not_before_its_time(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    queue_through(platform, "redis://127.0.0.1:1/0")
    event_id = restrict(sandbox, seller)

    with platform.app.app_context():
        assert sweep.due() == []
        age(platform.database, event_id)
        assert sweep.due() == [event_id]
        assert sweep.due() == []


def test_a_worker_keeps_to_the_pace_that_stripe_allows(
    platform: Platform, sandbox: Any, broker_url: str, log: Path
) -> None:
    settings = {**queue_through(platform, broker_url), "STRIPE_READS_PER_SECOND": "1"}
    for number in range(7):
        nudge = event("charge.updated", f"ch_nobody_has_{number}")
        assert deliver(platform.app.test_client(), nudge).status_code == 200

    with worker(settings, log):
        until(lambda: all(each.error for each in platform.database.all(Event)), "not all were read")

    # Each of them failed, and is due again a fixed time after that.
    due = sorted(each.next_attempt_at or now() for each in platform.database.all(Event))
    assert due[-1] - due[0] > timedelta(seconds=2)
