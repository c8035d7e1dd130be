"""The operators' lists: for operators only, complete, and with the reason beside each state."""

import re
from datetime import UTC, datetime

import pytest

from tests.people import Person
from tests.platform_server import Platform
from tests.reading import an_operator, rows, words
from tests.told_rows import (
    a_charge,
    a_fee,
    a_payout,
    a_transfer,
    an_account,
    an_event,
    an_order,
    give_account,
    plant,
)

PAGES = ["/operator", "/operator/sellers", "/operator/payouts", "/operator/events"]


@pytest.fixture
def olga(lonely_platform: Platform) -> Person:
    return an_operator(lonely_platform)


@pytest.mark.parametrize("path", PAGES)
def test_the_desk_is_there_for_operators_only(
    lonely_platform: Platform, olga: Person, path: str
) -> None:
    assert olga.get(path).status_code == 200
    assert lonely_platform.person("ben@example.com").get(path).status_code == 404
    assert lonely_platform.visitor().get(path).headers["Location"].startswith("/auth/login")


def test_a_form_cannot_make_an_operator(lonely_platform: Platform) -> None:
    eve = lonely_platform.visitor()
    eve.post(
        "/auth/register",
        "/auth/register",
        email="eve@example.com",
        password="correct horse battery",
        is_operator="1",
    )
    assert eve.get("/").status_code == 200
    assert eve.get("/operator").status_code == 404


def test_orders_are_listed_newest_first_with_state_and_reason(
    lonely_platform: Platform, olga: Person
) -> None:
    lonely_platform.person("ada@example.com")
    buyer = give_account(lonely_platform, "olga@example.com", "acct_olga")
    seller = give_account(lonely_platform, "ada@example.com", "acct_ada")
    settled, wrong, failed = (
        an_order(lonely_platform, buyer, seller, name) for name in ("A vase", "A bowl", "A cup")
    )
    plant(lonely_platform, a_charge(settled), a_fee(settled), a_transfer(settled))
    plant(lonely_platform, a_charge(wrong, amount=49_99))
    plant(lonely_platform, a_charge(failed, status="failed", failure_message="Card declined."))

    newest, middle, oldest = rows(olga, "/operator")
    assert "A cup" in newest
    assert "Awaiting payment The last attempt failed: Card declined." in newest
    assert "A bowl" in middle
    assert "Mismatch The amount is 49.99 USD, we asked for 50.00 USD" in middle
    assert "A vase" in oldest
    assert "Settled" in oldest
    for row in (newest, middle, oldest):
        assert "olga@example.com ada@example.com" in row


def test_sellers_are_listed_with_what_they_may_do_and_why_not(
    lonely_platform: Platform, olga: Person
) -> None:
    for name in ("ada", "cy", "di"):
        lonely_platform.person(f"{name}@example.com")
        give_account(lonely_platform, f"{name}@example.com", f"acct_{name}")
    plant(
        lonely_platform,
        an_account("acct_ada"),
        an_account(
            "acct_cy",
            charges_enabled=False,
            payouts_enabled=False,
            disabled_reason="rejected.fraud",
            currently_due=["external_account"],
        ),
    )
    di, cy, ada = rows(olga, "/operator/sellers")
    assert "di@example.com acct_di Not ready Stripe has not confirmed the account yet." in di
    assert "Not ready" in cy
    assert "Stripe says: rejected.fraud." in cy
    assert "External account" in cy
    assert "Ready Nothing is missing." in ada


def test_the_platforms_payouts_and_the_sellers_are_kept_apart(
    lonely_platform: Platform, olga: Person
) -> None:
    lonely_platform.person("ada@example.com")
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    plant(
        lonely_platform,
        a_payout("po_seller", "acct_ada"),
        a_payout("po_stranger", "acct_unknown", "failed"),
        a_payout("po_platform", None),
    )
    stranger, seller = rows(olga, "/operator/payouts")
    assert "po_stranger acct_unknown Failed" in stranger
    assert "po_seller ada@example.com acct_ada In the seller's bank" in seller
    [platform] = rows(olga, "/operator/payouts?whose=platform")
    assert "po_platform In the platform's bank" in platform
    assert "In the platform's bank" in words(olga, "/operator/payouts/po_platform")


def test_events_are_listed_with_what_became_of_them(
    lonely_platform: Platform, olga: Person
) -> None:
    plant(
        lonely_platform,
        an_event("evt_1", "processed", changes=["status", "amount"]),
        an_event("evt_2", "ignored", reason="The event is of the other mode."),
        an_event("evt_3", "waiting", error="StripeUnavailable: timed out", attempts=3),
        an_event("evt_4", "waiting"),
    )
    waiting, failed, ignored, processed = rows(olga, "/operator/events")
    assert "Waiting" in waiting
    assert "StripeUnavailable: timed out 3 attempts" in failed
    assert "Ignored The event is of the other mode." in ignored
    assert "Processed Replay evt_1 status, amount" in processed
    assert "Replay" not in ignored


def test_every_event_is_on_one_page_even_if_all_came_at_once_and_more_come(
    lonely_platform: Platform, olga: Person
) -> None:
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    ids = [f"evt_{n:03}" for n in range(120)]
    plant(
        lonely_platform, *(an_event(id, "processed", received_at=moment, attempts=1) for id in ids)
    )
    path, seen = "/operator/events", []
    while path:
        page = olga.get(path).text
        seen += re.findall(r"evt_\d{3}(?=</code>)", page)
        link = re.search(r'rel="next" href="([^"]*)"', page)
        path = link[1] if link else ""
        plant(lonely_platform, an_event(f"evt_later_{len(seen)}", "processed"))

    assert seen == sorted(ids, reverse=True)


def test_a_page_that_begins_nowhere_begins_with_the_newest(
    lonely_platform: Platform, olga: Person
) -> None:
    plant(lonely_platform, an_event("evt_1", "waiting"))
    assert len(rows(olga, "/operator/events?before=evt_unknown")) == 1
