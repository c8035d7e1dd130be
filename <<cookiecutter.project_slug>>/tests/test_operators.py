"""The operators' lists: for operators only, complete, and with the reason beside each state."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from sqlalchemy import update

from app.models import Charge, Event, Order, User
from tests.people import Person
from tests.platform_server import Platform
from tests.stories import Seller, a_seller
from tests.stories import an_order as ordered
from tests.told_rows import (
    a_balance_transaction,
    a_charge,
    a_fee,
    a_loose_end,
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
    return made_operator(lonely_platform)


def made_operator(platform: Platform) -> Person:
    """An operator, made where operators are made."""
    person = platform.person("olga@example.com")
    runner = platform.app.test_cli_runner()
    result = runner.invoke(args=["users", "create-operator", "olga@example.com"])
    assert result.exit_code == 0, result.output
    return person


def an_order_of_ada(platform: Platform, name: str = "A drawing", **fields: Any) -> Order:
    """An order that olga placed with ada, whose account is acct_ada."""
    users = {user.email: user for user in platform.database.all(User)}
    if "ada@example.com" not in users:
        platform.person("ada@example.com")
    seller = give_account(platform, "ada@example.com", "acct_ada")
    return an_order(platform, users["olga@example.com"], seller, name, **fields)


def paid_order(platform: Platform, seller: Seller, sandbox: Any) -> Order:
    """An order paid at the sandbox, all of it told."""
    order = ordered(platform, seller)
    sandbox.pay(order.payment_intent_id)
    sandbox.drain()
    return order


def rows(person: Person, path: str) -> list[str]:
    """The words of each row of the page's table."""
    answer = person.get(path)
    assert answer.status_code == 200
    found = re.findall(r"<tr>(.*?)</tr>", answer.text.partition("<tbody>")[2], re.S)
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in found]


def words(person: Person, path: str) -> str:
    """All that a page says."""
    answer = person.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


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
    assert eve.get("/seller").status_code == 200
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
    assert "Mismatch the amount is 4999, we asked for 5000" in middle
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


def test_what_does_not_hold_comes_first_and_leads_to_its_cause(
    lonely_platform: Platform, olga: Person
) -> None:
    assert "Nothing What was asked and what Stripe told agree" in words(olga, "/operator")

    order = an_order_of_ada(lonely_platform)
    plant(
        lonely_platform,
        a_charge(order, amount=49_99),
        a_fee(order),
        a_transfer(order),
        a_loose_end("charges", f"ch_{order.id}"),
        a_fee(order, id="fee_orphan", charge_id="ch_unknown"),
        a_loose_end("application_fees", "fee_orphan"),
        a_payout("po_1", "acct_ada", "failed", failure_message="No such account."),
        a_loose_end("payouts", "po_1"),
        an_event("evt_stuck", "waiting", error="StripeUnavailable: timed out"),
    )
    found = {row.split()[0]: row for row in rows(olga, "/operator")[:4]}
    assert set(found) == {"Mismatch", "Orphan", "Payout", "Event"}

    page = olga.get("/operator").text
    for address in (
        f"/operator/orders/{order.reference}",
        "/operator/events?about=fee_orphan",
        "/operator/payouts/po_1",
        "/operator/events?about=evt_stuck",
    ):
        assert f'href="{address}"' in page
        assert olga.get(address).status_code == 200


def test_an_orders_page_tells_what_was_asked_what_was_told_and_what_is_expected(
    lonely_platform: Platform, olga: Person
) -> None:
    order = an_order_of_ada(lonely_platform)
    path = f"/operator/orders/{order.reference}"
    assert "Still expected A payment." in words(olga, path)

    plant(
        lonely_platform,
        a_charge(order),
        a_fee(order),
        an_event("evt_2", "processed", object_id=f"ch_{order.id}", changes=["status"], attempts=1),
        an_event("evt_other", "processed", object_id="ch_of_another_order", attempts=1),
    )
    page = words(olga, path)
    assert "Amount 50.00 USD 50.00 USD" in page
    assert "Application fee 5.00 USD 5.00 USD" in page
    assert "Transfer to the seller 50.00 USD nothing yet" in page
    assert "charge.succeeded" in page
    assert "The buyer's money was taken. No redirect and no reply proves that." in page
    assert "Changed status." in page
    assert "Still expected The transfer." in page
    assert "evt_other" not in page

    plant(lonely_platform, a_transfer(order))
    assert "Still expected" not in words(olga, path)


def test_a_payouts_page_names_the_sales_it_contains_and_adds_them_up(
    lonely_platform: Platform, olga: Person
) -> None:
    orders = [an_order_of_ada(lonely_platform, name) for name in ("A vase", "A bowl")]
    for order in orders:
        plant(
            lonely_platform,
            a_charge(order),
            a_transfer(order, destination_payment=f"py_{order.id}"),
            a_balance_transaction(f"txn_{order.id}", "po_1", f"py_{order.id}"),
        )
    plant(
        lonely_platform,
        a_payout("po_1", "acct_ada", amount=90_00, reconciliation_status="completed"),
    )
    page = words(olga, "/operator/payouts/po_1")
    for order in orders:
        assert order.reference in page
    assert "Together 90.00 USD" in page
    assert "does not add up" not in page

    plant(lonely_platform, a_balance_transaction("txn_3", "po_1", "adj_1", type="adjustment"))
    page = words(olga, "/operator/payouts/po_1")
    assert "It does not add up: its parts sum to 13500, and it is 9000." in page


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("{order}", "/operator/orders/{order}"),
        (" pi_1 ", "/operator/orders/{order}"),
        ("ch_1", "/operator/orders/{order}"),
        ("fee_1", "/operator/orders/{order}"),
        ("tr_1", "/operator/orders/{order}"),
        ("py_1", "/operator/orders/{order}"),
        ("po_1", "/operator/payouts/po_1"),
        ("txn_1", "/operator/payouts/po_1"),
        ("evt_1", "/operator/events?about=evt_1"),
        ("ch_elsewhere", "/operator/events?about=ch_elsewhere"),
        ("acct_ada", "/operator/sellers?about=acct_ada"),
        ("ADA@example.com", "/operator/sellers?about=acct_ada"),
        ("ch_without_intent", ""),
        ("nothing of that name", ""),
    ],
)
def test_a_search_leads_to_the_page_about_it(
    lonely_platform: Platform, olga: Person, name: str, address: str
) -> None:
    order = an_order_of_ada(lonely_platform)
    unpaid = an_order_of_ada(lonely_platform, payment_intent_id=None)
    plant(
        lonely_platform,
        a_charge(order),
        a_charge(unpaid, id="ch_without_intent"),
        a_fee(order),
        a_transfer(order, destination_payment="py_1"),
        a_payout("po_1", "acct_ada"),
        a_balance_transaction("txn_1", "po_1", "py_1"),
        an_event("evt_1", "waiting", object_id="ch_elsewhere"),
    )
    answer = olga.get(f"/operator/search?q={name.format(order=order.reference)}")
    if address:
        assert answer.headers["Location"] == address.format(order=order.reference)
    else:
        assert answer.status_code == 404
        assert "What can be searched" in answer.text


def test_a_replay_that_fails_says_why_and_the_event_goes_on_waiting(
    lonely_platform: Platform, olga: Person, caplog: pytest.LogCaptureFixture
) -> None:
    plant(
        lonely_platform,
        an_event("evt_1", "processed", attempts=1),
        an_event("evt_2", "ignored", reason="it is of the other mode"),
    )
    answer = olga.post("/operator/events/evt_1/replay", "/operator/events")
    assert answer.status_code == 303
    event = lonely_platform.database.fetch(Event, "evt_1")
    assert event is not None
    assert event.state == "waiting"
    assert "StripeUnavailable" in words(olga, "/operator/events")
    assert "operator olga@example.com replays evt_1" in caplog.text

    olga.post("/operator/events/evt_2/replay", "/operator/events")
    assert "evt_2 was ignored: it is of the other mode" in words(olga, "/operator/events")


def test_an_account_changed_without_an_event_is_seen_by_reading_it_again(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    olga = made_operator(platform)
    sandbox.hold()
    sandbox.change_account(seller.account_id, "restrict")
    sandbox.forget_deliveries()
    sandbox.release()
    assert "Ready" in rows(olga, "/operator/sellers")[0]

    answer = olga.post(f"/operator/accounts/{seller.account_id}/resync", "/operator/sellers")
    assert answer.status_code == 303
    page = words(olga, "/operator/sellers")
    assert "Done. Changed:" in page
    assert "Not ready" in page
    assert olga.post("/operator/accounts/acct_unknown/resync", "/operator").status_code == 404


def test_a_replay_reads_the_object_again_and_leads_back_to_the_order(
    platform: Platform, sandbox: Any
) -> None:
    order = paid_order(platform, a_seller(platform, sandbox), sandbox)
    olga = made_operator(platform)
    [charge] = platform.database.all(Charge)
    [event] = [e for e in platform.database.all(Event) if e.type == "charge.succeeded"]
    with platform.database.engine.begin() as connection:
        connection.execute(update(Charge).values(amount=1))
    path = f"/operator/orders/{order.reference}"
    assert "Mismatch" in words(olga, path)

    answer = olga.post(f"/operator/events/{event.id}/replay", path, order=order.reference)
    assert answer.headers["Location"] == path
    assert platform.database.only(Charge).amount == charge.amount
    page = words(olga, path)
    assert "Done. Changed: amount." in page
    assert "Settled" in page
