"""The seller's page: what Stripe confirmed, of their own rows only, in the right words."""

import re
from html import unescape

import pytest

from app.models import Product, User
from app.paging import PAGE
from tests.people import Person
from tests.platform_server import Platform
from tests.reading import part, words
from tests.told_rows import (
    CREATED,
    a_balance_transaction,
    a_charge,
    a_fee,
    a_payout,
    a_transfer,
    an_account,
    an_order,
    give_account,
    plant,
)


@pytest.fixture
def ada(lonely_platform: Platform) -> Person:
    return lonely_platform.person("ada@example.com")


def user(platform: Platform, email: str) -> User:
    [found] = [user for user in platform.database.all(User) if user.email == email]
    return found


def test_the_page_wants_somebody_signed_in(lonely_platform: Platform) -> None:
    assert lonely_platform.visitor().get("/seller").headers["Location"].startswith("/auth/login")
    answer = lonely_platform.visitor().post("/seller/products", "/", name="A", price="5")
    assert answer.status_code in (302, 400)
    assert lonely_platform.database.all(Product) == []


def test_before_onboarding_the_page_offers_to_begin(ada: Person) -> None:
    account = part(ada, "account", "/seller")
    assert "Onboard with Stripe" in account
    assert "Not ready" in account
    assert "Open Stripe dashboard" not in account


def test_until_stripe_has_spoken_nothing_counts_as_enabled(
    lonely_platform: Platform, ada: Person
) -> None:
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    account = part(ada, "account", "/seller")
    assert "Stripe has not confirmed the account yet." in account
    assert "Continue onboarding" in account
    assert "Enabled" not in account


def test_what_stripe_wants_is_shown_with_its_deadline(
    lonely_platform: Platform, ada: Person
) -> None:
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    plant(
        lonely_platform,
        an_account(
            "acct_ada",
            payouts_enabled=False,
            currently_due=["individual.id_number"],
            current_deadline=CREATED,
        ),
    )
    account = part(ada, "account", "/seller")
    assert "Taking payments Enabled" in account
    assert "Payouts to your bank Not yet" in account
    assert "What Stripe wants from you by 21 Sept 2026" in account
    assert "Individual: id number" in account
    assert "Continue onboarding" in account


def test_a_ready_seller_has_nothing_to_continue(lonely_platform: Platform, ada: Person) -> None:
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    plant(lonely_platform, an_account("acct_ada"))
    account = part(ada, "account", "/seller")
    assert "Ready" in account
    assert "Open Stripe dashboard" in account
    assert "Continue onboarding" not in account


def test_a_seller_who_left_is_told_so_and_offered_nothing_to_continue(
    lonely_platform: Platform, ada: Person
) -> None:
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    plant(
        lonely_platform,
        an_account("acct_ada", charges_enabled=False, payouts_enabled=False, deauthorized=True),
    )
    for page in (words(ada, "/seller"), words(ada, "/onboarding/return")):
        assert "no longer connected" in page
        assert "Continue onboarding" not in page
        assert "Open Stripe dashboard" not in page


def test_a_sale_is_followed_into_the_stripe_balance_and_into_the_bank(
    lonely_platform: Platform, ada: Person
) -> None:
    lonely_platform.person("ben@example.com")
    seller = give_account(lonely_platform, "ada@example.com", "acct_ada")
    order = an_order(lonely_platform, user(lonely_platform, "ben@example.com"), seller)
    assert "Awaiting payment" in part(ada, "sales", "/seller")

    plant(lonely_platform, a_charge(order))
    assert "Waiting for Stripe to confirm the transfer and the application fee" in part(
        ada, "sales", "/seller"
    )
    assert "No transfer has been confirmed yet." in part(ada, "transfers", "/seller")

    plant(lonely_platform, a_fee(order), a_transfer(order))
    assert "Settled" in part(ada, "sales", "/seller")
    assert "50.00 USD 5.00 USD 45.00 USD" in part(ada, "sales", "/seller")
    assert "tr_1 50.00 USD" in part(ada, "transfers", "/seller")
    assert "No payout yet." in part(ada, "payouts", "/seller")

    plant(lonely_platform, a_payout("po_1", "acct_ada", "in_transit"))
    assert "po_1 On its way" in part(ada, "payouts", "/seller")


def test_a_payout_that_the_bank_sent_back_shows_as_failed_and_why(
    lonely_platform: Platform, ada: Person
) -> None:
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    failed = a_payout("po_1", "acct_ada", "failed", failure_message="The account was closed.")
    plant(lonely_platform, failed, a_payout("po_2", "acct_ada", "paid"))

    payouts = part(ada, "payouts", "/seller")
    assert "po_2 In your bank" in payouts
    assert "po_1 Failed" in payouts
    assert "The account was closed." in payouts


def test_a_payout_names_every_sale_it_contains(lonely_platform: Platform, ada: Person) -> None:
    lonely_platform.person("ben@example.com")
    seller = give_account(lonely_platform, "ada@example.com", "acct_ada")
    ben = user(lonely_platform, "ben@example.com")
    sold = [an_order(lonely_platform, ben, seller, "A vase") for _ in range(60)]
    for order in sold:
        plant(
            lonely_platform,
            a_charge(order),
            a_transfer(order, destination_payment=f"py_{order.id}"),
            a_balance_transaction(f"txn_{order.id}", "po_1", f"py_{order.id}"),
        )
    plant(
        lonely_platform,
        a_payout("po_1", "acct_ada", reconciliation_status="completed"),
        a_payout("po_2", "acct_ada"),
    )
    page = ada.get("/seller/payouts/po_1").text
    assert "A vase" in page
    assert set(re.findall(r"order_[0-9a-f]+", page)) == {order.reference for order in sold}
    assert "In your bank" in page
    assert "Stripe has not told yet which sales it contains" in ada.get("/seller/payouts/po_2").text


def test_a_transfer_is_never_called_a_payout(lonely_platform: Platform, ada: Person) -> None:
    assert "payout" not in part(ada, "transfers", "/seller").lower()
    assert "in your stripe balance" in part(ada, "transfers", "/seller").lower()
    assert "transfer" not in part(ada, "payouts", "/seller").lower()
    assert "in your bank" in part(ada, "payouts", "/seller").lower()


def test_a_seller_is_told_their_fee_and_not_what_the_platform_keeps(
    lonely_platform: Platform, ada: Person
) -> None:
    lonely_platform.person("ben@example.com")
    seller = give_account(lonely_platform, "ada@example.com", "acct_ada")
    order = an_order(lonely_platform, user(lonely_platform, "ben@example.com"), seller)
    charge = a_charge(order, processing_fee=1_75, processing_fee_currency="usd")
    plant(lonely_platform, charge, a_fee(order), a_transfer(order))

    page = words(ada, "/seller")

    assert "5.00 USD" in page
    assert "1.75" not in page
    assert "cost" not in page


def test_nothing_of_another_seller_is_shown(lonely_platform: Platform, ada: Person) -> None:
    cy = lonely_platform.person("cy@example.com")
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    other = give_account(lonely_platform, "cy@example.com", "acct_cy")
    order = an_order(lonely_platform, user(lonely_platform, "ada@example.com"), other, "A vase")
    plant(
        lonely_platform,
        an_account("acct_cy"),
        a_charge(order),
        a_transfer(order),
        a_payout("po_cy", "acct_cy"),
        a_payout("po_platform", None),
    )
    theirs = cy.get("/seller").text
    ours = ada.get("/seller").text
    for what in ("A vase", "tr_1", "po_cy", "acct_cy"):
        assert what in theirs
        assert what not in ours
    assert "po_platform" not in theirs + ours

    assert cy.get("/seller/payouts/po_cy").status_code == 200
    assert ada.get("/seller/payouts/po_cy").status_code == 404
    nobody = lonely_platform.person("ben@example.com")
    for person in (ada, cy, nobody):
        assert person.get("/seller/payouts/po_platform").status_code == 404


def test_a_long_list_goes_on_where_it_stopped(lonely_platform: Platform, ada: Person) -> None:
    give_account(lonely_platform, "ada@example.com", "acct_ada")
    ids = [f"po_{n:03}" for n in range(60)]
    plant(lonely_platform, *(a_payout(id, "acct_ada") for id in ids))

    first = re.findall(r"po_\d{3}(?=</code>)", ada.get("/seller").text)
    link = re.search(r'href="([^"]*payouts_before=[^"]*)"', ada.get("/seller").text)
    assert link
    rest = re.findall(r"po_\d{3}(?=</code>)", ada.get(link[1]).text)
    assert first + rest == sorted(ids, reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        "endpoint=auth.logout",
        "_external=1&_scheme=javascript&_anchor=%0aalert(1)",
        "_method=POST&_external=1",
        "payouts_before=%22%3E%3Cscript%3E",
    ],
)
def test_a_link_to_older_rows_stays_on_its_page_whatever_the_address_asked(
    lonely_platform: Platform, asked: str
) -> None:
    ada = lonely_platform.person("ada@example.com")
    give_account(lonely_platform, ada.email, "acct_ada")
    plant(lonely_platform, *(a_payout(f"po_{n:02}", "acct_ada") for n in range(PAGE + 1)))

    page = ada.get(f"/seller?{asked}")

    assert page.status_code == 200
    [link] = re.findall(r'href="([^"]*payouts_before=[^"]*)"', page.text)
    assert unescape(link).startswith("/seller?")
    assert "<script>" not in page.text
