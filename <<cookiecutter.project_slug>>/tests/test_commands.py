"""The ways back as an operator types them: what they do, say and end with."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.models import Charge, ConnectedAccount, Event, User
from tests.commands import report, run
from tests.platform_server import Platform
from tests.stories import Seller, a_seller, an_order
from tests.stripe_events import deliver, event

COMMANDS = ("stripe work", "stripe replay", "stripe backfill", "stripe resync",
            "stripe doctor", "stripe endpoints create", "stripe endpoints update",
            "stripe events", "stripe status",
            "users create-operator")  # fmt: skip


@pytest.fixture
def seller(platform: Platform, sandbox: Any) -> Seller:
    seller = a_seller(platform, sandbox)
    sandbox.drain()
    return seller


@pytest.fixture
def failed(lonely_platform: Platform) -> Platform:
    """A platform with one event that could not be processed, because Stripe is out."""
    deliver(lonely_platform.app.test_client(), event("charge.updated", "ch_1"))
    return lonely_platform


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does(lonely_platform: Platform, command: str) -> None:
    words = run(lonely_platform.app, *command.split(), "--help")
    assert len(words.split("\n\n")) >= 3  # usage, what it does, options
    if command.startswith("stripe"):
        assert "--json" in words


def test_work_says_what_still_fails_and_ends_with_1(failed: Platform) -> None:
    assert report(failed.app, "stripe", "work", "--once") == {"waiting": 1, "failures": []}

    said = report(failed.app, "stripe", "work", "--once", "--now", code=1)
    assert said["waiting"] == 1
    assert "evt_ch_1: StripeUnavailable" in said["failures"][0]
    assert "failures: 1" in run(failed.app, "stripe", "work", "--once", "--now", code=1)


def test_work_processes_what_a_crash_left_behind(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    from app import inbox

    sandbox.hold()
    sandbox.change_account(seller.account_id, "restrict")
    with platform.app.app_context():
        inbox.store(sandbox.events("account.updated")[-1], "connect")
    assert report(platform.app, "stripe", "work", "--once") == {"waiting": 0, "failures": []}

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert not account.charges_enabled


def test_replay_reads_one_event_again(platform: Platform, sandbox: Any, seller: Seller) -> None:
    sandbox.pay(an_order(platform, seller).payment_intent_id)
    sandbox.drain()
    [told] = sandbox.events("charge.updated")
    with platform.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE charges SET status = 'pending'")

    assert report(platform.app, "stripe", "replay", told["id"]) == {"replayed": 1, "failures": []}
    assert platform.database.only(Charge).status == "succeeded"
    assert report(platform.app, "stripe", "replay", told["id"])["replayed"] == 1


def test_replay_of_many_takes_those_that_failed_or_those_since(failed: Platform) -> None:
    for which in (("--failed",), ("--since", "1h")):
        said = report(failed.app, "stripe", "replay", *which, code=1)
        assert (said["replayed"], len(said["failures"])) == (1, 1)


def test_replay_refuses_what_it_cannot_do(lonely_platform: Platform) -> None:
    app = lonely_platform.app
    deliver(app.test_client(), event("price.created", "price_1"))
    assert "not stored here" in run(app, "stripe", "replay", "evt_unknown", code=1)
    assert "was ignored" in run(app, "stripe", "replay", "evt_price_1", code=1)
    assert "Name one EVENT" in run(app, "stripe", "replay", code=2)
    assert "30m, 12h or 7d" in run(app, "stripe", "replay", "--since", "soon", code=2)
    assert lonely_platform.database.only(Event).state == "ignored"


def test_backfill_says_when_stripe_could_not_be_asked(lonely_platform: Platform) -> None:
    said = report(lonely_platform.app, "stripe", "backfill", code=1)
    assert (said["missing"], said["accounts"], said["left"]) == (0, 0, 0)
    assert said["failures"][0].startswith("platform: Stripe could not be reached")


def test_resync_hears_of_what_no_event_told(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    sandbox.hold()
    sandbox.change_account(seller.account_id, "restrict")
    for which in (seller.account_id, "--all"):
        assert report(platform.app, "stripe", "resync", which) == {"accounts": 1, "failures": []}

    account = platform.database.fetch(ConnectedAccount, seller.account_id)
    assert account is not None
    assert not account.charges_enabled


def test_resync_knows_only_this_platforms_accounts(lonely_platform: Platform) -> None:
    app = lonely_platform.app
    assert "not a connected account" in run(app, "stripe", "resync", "acct_unknown", code=1)
    assert "Name one ACCOUNT" in run(app, "stripe", "resync", code=2)
    assert report(app, "stripe", "resync", "--all") == {"accounts": 0, "failures": []}


def test_an_operator_is_made_from_nothing_or_from_a_user(lonely_platform: Platform) -> None:
    app = lonely_platform.app
    words = ("users", "create-operator", "Olga@Example.com", "--password-stdin")
    assert "olga@example.com is an operator" in run(app, *words, stdin="correct horse battery\n")
    olga = lonely_platform.database.only(User)
    assert olga.is_operator
    assert olga.has_password("correct horse battery")

    lonely_platform.person("ada@example.com")
    run(app, "users", "create-operator", "ada@example.com")
    assert all(user.is_operator for user in lonely_platform.database.all(User))


def test_an_operator_needs_an_address_and_a_password(lonely_platform: Platform) -> None:
    app = lonely_platform.app
    words = ("users", "create-operator", "--password-stdin")
    assert "not an email" in run(app, *words, "olga", code=2, stdin="correct horse battery\n")
    assert "at least 10" in run(app, *words, "olga@example.com", code=1, stdin="short\n")
    assert lonely_platform.database.all(User) == []


def test_what_make_runs_as_a_proof_is_one() -> None:
    catalogue = pytest.importorskip("proofs.catalogue")
    makefile = (Path(__file__).parent.parent / "Makefile").read_text()
    [line] = re.findall(r"^PROOFS := (.+)$", makefile, re.MULTILINE)
    names = [word for word in line.split() if word.isalpha()]
    assert "rolling" in names
    assert [name for name in names if name not in catalogue.PROOFS] == []
