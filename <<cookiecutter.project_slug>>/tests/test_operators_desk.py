"""From a finding to its cause: one order, one payout, and the page about any id of Stripe's."""

from typing import Any

import pytest

from app.models import Order, User
from tests.people import Person
from tests.platform_server import Platform
from tests.reading import an_operator, rows, words
from tests.told_rows import (
    a_balance_transaction,
    a_charge,
    a_fee,
    a_loose_end,
    a_payout,
    a_transfer,
    an_event,
    an_order,
    give_account,
    plant,
)


@pytest.fixture
def olga(lonely_platform: Platform) -> Person:
    return an_operator(lonely_platform)


def an_order_of_ada(platform: Platform, name: str = "A drawing", **fields: Any) -> Order:
    """An order that olga placed with ada, whose account is acct_ada."""
    users = {user.email: user for user in platform.database.all(User)}
    if "ada@example.com" not in users:
        platform.person("ada@example.com")
    seller = give_account(platform, "ada@example.com", "acct_ada")
    return an_order(platform, users["olga@example.com"], seller, name, **fields)


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
    assert "It does not add up: its parts sum to 135.00 USD, and it is 90.00 USD." in page


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
