"""What an event's processing leaves behind when it fails, and which of two reads is believed."""

from typing import Any

import pytest
from sqlalchemy import update

from app import inbox, task_queue
from app.extensions import db
from app.models import ConnectedAccount, Event
from app.models.columns import now
from app.projections import PROJECTIONS, begin_read
from app.projections.account import project_account
from tests.platform_server import Platform
from tests.stories import Seller, a_seller

ACCOUNTS = ConnectedAccount.__tablename__


@pytest.fixture
def seller(platform: Platform, sandbox: Any) -> Seller:
    seller = a_seller(platform, sandbox)
    sandbox.hold()
    return seller


def restricted(sandbox: Any, seller: Seller) -> dict[str, Any]:
    """The event that says that the account can do nothing now."""
    sandbox.change_account(seller.account_id, "restrict")
    event: dict[str, Any] = sandbox.events("account.updated")[-1]
    return event


def test_a_failure_after_the_row_was_written_takes_the_row_back(
    platform: Platform, sandbox: Any, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_and_fail(object_id: str, account_id: str | None, read_at: int) -> list[str]:
        assert project_account(object_id, account_id, read_at)
        raise RuntimeError("the last thing to go wrong")

    event = restricted(sandbox, seller)
    monkeypatch.setitem(PROJECTIONS, ACCOUNTS, write_and_fail)
    with platform.app.app_context(), pytest.raises(RuntimeError):
        task_queue.hand_over(inbox.store(event, "connect"))

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert account.charges_enabled
    stored = platform.database.fetch(Event, event["id"])
    assert stored is not None
    assert (stored.state, stored.processed_at, stored.claimed_at) == ("waiting", None, None)
    assert stored.error == "RuntimeError: the last thing to go wrong"


def test_of_two_reads_in_one_second_the_later_one_is_believed(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    with platform.app.app_context():
        earlier, later = begin_read(), begin_read()
        db.session.commit()
        assert project_account(seller.account_id, None, earlier) == []
        db.session.commit()
        sandbox.change_account(seller.account_id, "restrict")
        assert "charges_enabled" in project_account(seller.account_id, None, later)
        db.session.commit()

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert (account.charges_enabled, account.read_at) == (False, later)


def test_the_claim_of_a_worker_that_died_is_taken_over(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    event = restricted(sandbox, seller)
    with platform.app.app_context():
        inbox.store(event, "connect")
        long_ago = now() - inbox.CLAIM_LASTS
        db.session.execute(update(Event).where(Event.id == event["id"]).values(claimed_at=now()))
        db.session.commit()
        assert inbox.waiting() == []
        db.session.execute(update(Event).where(Event.id == event["id"]).values(claimed_at=long_ago))
        db.session.commit()
        assert list(inbox.drain(inbox.waiting())) == [None]

    stored = platform.database.fetch(Event, event["id"])
    assert stored is not None
    assert stored.state == "processed"


def test_a_failed_event_waits_ever_longer_for_its_next_attempt(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    event = restricted(sandbox, seller)
    waits = []
    with platform.app.app_context():
        inbox.store(event, "connect")
        for _ in range(3):
            sandbox.faults.answer(503, times=9, method="GET")
            [failure] = inbox.drain([event["id"]], even_if_claimed=True)
            assert "StripeUnavailable" in str(failure)
            sandbox.faults.clear()
            stored = db.session.get_one(Event, event["id"])
            assert stored.next_attempt_at is not None
            waits.append((stored.next_attempt_at - now()).total_seconds())
            assert inbox.waiting() == []
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
