"""What a monitor is told of the inbox, and when it is to raise an alarm."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.models import Event
from app.models.columns import now
from app.models.event import PROCESSED, WAITING
from tests.commands import report, run
from tests.platform_server import Platform


@pytest.fixture
def inbox(lonely_platform: Platform) -> Platform:
    """Three events of one day and one of last week; one waits since an hour, having failed."""
    for number, scope, age, state, error in (
        (1, "platform", timedelta(minutes=1), PROCESSED, None),
        (2, "platform", timedelta(hours=1), WAITING, "StripeUnavailable: busy"),
        (3, "connect", timedelta(hours=3), PROCESSED, None),
        (4, "connect", timedelta(days=8), PROCESSED, None),
    ):
        row = Event(id=f"evt_{number}", type="charge.updated", scope=scope, noun="charges",
                    object_id=f"ch_{number}", created=1, livemode=False, state=state,
                    received_at=now() - age, error=error)  # fmt: skip
        with Session(lonely_platform.database.engine) as session:
            session.add(row)
            session.commit()
    return lonely_platform


def status(platform: Platform, *options: str, code: int = 0) -> Any:
    return report(platform.app, "stripe", "status", *options, code=code)


def test_nothing_is_no_alarm(lonely_platform: Platform) -> None:
    assert status(lonely_platform, "--max-silence", "1m") == {
        "received": 0, "waiting": 0, "failed": 0, "oldest_waiting_seconds": None,
        "last_heard": {"platform": None, "connect": None, "thin": None}, "alarms": [],
    }  # fmt: skip


def test_what_came_what_waits_and_when_each_endpoint_was_heard(inbox: Platform) -> None:
    said = status(inbox, "--max-age", "2h", "--max-failed", "1")
    assert (said["received"], said["waiting"], said["failed"]) == (3, 1, 1)
    assert 3600 <= said["oldest_waiting_seconds"] < 3700
    assert said["last_heard"]["thin"] is None
    for scope, age in (("platform", timedelta(minutes=1)), ("connect", timedelta(hours=3))):
        since = now() - datetime.fromisoformat(said["last_heard"][scope])
        assert age <= since < age + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("options", "alarm"),
    [
        (("--max-age", "30m", "--max-failed", "1"), "has waited for 36"),
        (("--max-age", "2h"), "1 events failed"),
        (("--max-age", "2h", "--max-failed", "1", "--max-silence", "2h"), "the connect endpoint"),
    ],
)
def test_a_monitor_is_alarmed_by_its_own_measure(
    inbox: Platform, options: tuple[str, ...], alarm: str
) -> None:
    [said] = status(inbox, *options, code=1)["alarms"]
    assert alarm in said
    assert f"alarm: {said[:20]}" in run(inbox.app, "stripe", "status", *options, code=1)


def test_people_read_the_same(inbox: Platform) -> None:
    said = run(inbox.app, "stripe", "status", "--max-age", "2h", "--max-failed", "1")
    assert "received: 3\nwaiting: 1\nfailed: 1\noldest waiting seconds: 36" in said
    assert "thin endpoint last heard: never" in said


def test_an_endpoint_that_has_no_secret_is_not_in_use(inbox: Platform) -> None:
    inbox.app.config["WEBHOOK_SECRETS"]["thin"] = []
    assert sorted(status(inbox, "--max-age", "2h", "--max-failed", "1")["last_heard"]) == [
        "connect", "platform",
    ]  # fmt: skip
