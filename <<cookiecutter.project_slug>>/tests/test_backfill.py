"""The app was off while much happened; one command later every row is right."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app import accounts, create_app, stripe_api
from app.extensions import db
from app.models import ConnectedAccount, Event, Payout, User
from tests.commands import report
from tests.databases import dispose
from tests.platform_server import Database, Platform
from tests.stories import a_seller

BACKFILL = ("stripe", "backfill", "--since", "1d")


@pytest.fixture
def app(settings: dict[str, str], sandbox: Any) -> Iterator[Flask]:
    """The app with nobody serving it: no delivery ever arrives."""
    app = create_app({**settings, "STRIPE_SECRET_KEY": sandbox.secret_key,
                      "STRIPE_API_BASE": sandbox.url})  # fmt: skip
    yield app
    with app.app_context():
        dispose(app)


@pytest.fixture
def database(settings: dict[str, str]) -> Iterator[Database]:
    database = Database(settings)
    yield database
    database.engine.dispose()


def sellers(app: Flask, number: int) -> list[str]:
    """So many sellers who have begun to onboard; their accounts' ids."""
    with app.app_context():
        people = [
            User(email=f"seller{each}@example.com", password_hash="-") for each in range(number)
        ]
        db.session.add_all(people)
        db.session.commit()
        return [accounts.connected_account_of(person) for person in people]


def a_busy_week(app: Flask, sandbox: Any, account_id: str) -> None:
    """Onboarded, three sales, one refunded, a payout that came back, restricted and allowed."""
    sandbox.onboard(account_id)
    for sale in range(3):
        with app.app_context():
            intent = stripe_api.create_destination_charge(
                reference=f"order_{account_id}_{sale}",
                amount=50_00,
                currency="usd",
                application_fee_amount=5_00,
                account_id=account_id,
            )
        sandbox.pay(intent)
    charge = sandbox.objects("charge", sandbox.world.platform)[-1]
    sandbox.refund(charge["id"], 10_00, reverse_transfer=True, refund_application_fee=True)
    sandbox.payout(account_id, "paid_then_failed")
    sandbox.change_account(account_id, "restrict")


def differences(sandbox: Any, database: Database) -> list[str]:
    found: list[str] = pytest.importorskip("proofs.truth").differences(sandbox, database)
    return found


def test_five_hundred_events_of_twenty_sellers_come_back_with_one_command(
    app: Flask, sandbox: Any, database: Database
) -> None:
    for account_id in sellers(app, 20):
        a_busy_week(app, sandbox, account_id)

    dry = report(app, *BACKFILL, "--dry-run")
    assert dry["missing"] >= 500
    assert database.all(Event) == []

    done = report(app, *BACKFILL)
    assert done == {"missing": dry["missing"], "accounts": 20, "left": 0, "failures": []}
    assert differences(sandbox, database) == []
    assert {payout.status for payout in database.all(Payout)} == {"failed"}
    assert len({payout.account_id for payout in database.all(Payout)}) == 20
    assert not any(account.charges_enabled for account in database.all(ConnectedAccount))

    again = report(app, *BACKFILL)
    assert (again["missing"], again["failures"]) == (0, [])


def test_a_backfill_that_was_interrupted_goes_on_where_it_was(
    app: Flask, sandbox: Any, database: Database
) -> None:
    for account_id in sellers(app, 3):
        a_busy_week(app, sandbox, account_id)
    missing = report(app, *BACKFILL, "--dry-run")["missing"]

    sandbox.faults.answer(400, on_call=4, times=1, path="/v1/events")
    first = report(app, *BACKFILL, code=1)
    assert len(first["failures"]) == 1
    assert 0 < first["missing"] < missing

    second = report(app, *BACKFILL)
    assert first["missing"] + second["missing"] == missing
    assert differences(sandbox, database) == []


def test_a_seller_who_has_left_is_counted_and_stops_nobody(
    app: Flask, sandbox: Any, database: Database
) -> None:
    stayed, left = sellers(app, 2)
    for account_id in (stayed, left):
        sandbox.onboard(account_id)
    sandbox.change_account(left, "deauthorize")

    done = report(app, *BACKFILL)
    assert (done["left"], done["failures"]) == (1, [])
    told = {account.id: account.deauthorized for account in database.all(ConnectedAccount)}
    assert told == {stayed: False, left: True}


def test_an_event_that_never_came_is_fetched_and_those_that_came_are_left_alone(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    sandbox.drain()
    sandbox.faults.drop("account.updated")
    sandbox.change_account(seller.account_id, "restrict")
    sandbox.drain()
    before = {event.id: event.attempts for event in platform.database.all(Event)}

    assert report(platform.app, *BACKFILL)["missing"] == 1
    after = {event.id: event.attempts for event in platform.database.all(Event)}
    [fetched] = after.keys() - before.keys()
    assert fetched == sandbox.events("account.updated")[-1]["id"]
    assert {event_id: after[event_id] for event_id in before} == before
