"""Which sales a deposit contains: all of them, to the cent, in whatever currency it settles."""

from collections.abc import Iterator
from typing import Any

import pytest

from app import inbox, orders, reconciliation
from app.extensions import db
from app.models import ApplicationFee, Order, Payout, Product, User
from tests.platform_server import Platform, serving_beside
from tests.stories import Seller, a_seller

SALES = 300
MORE_THAN_A_PAGE = 110
"""Stripe lists 100 at a time."""


@pytest.fixture(params=["usd", "jpy"])
def currency(request: pytest.FixtureRequest) -> str:
    """What buyers pay in."""
    return str(request.param)


@pytest.fixture
def platform(settings: dict[str, str], sandbox: Any, currency: str) -> Iterator[Platform]:
    """A platform that sells in this currency."""
    country = {"usd": "US", "jpy": "JP"}[currency]
    settings = {**settings, "PLATFORM_CURRENCY": currency, "PLATFORM_COUNTRY": country}
    with serving_beside(sandbox, settings) as platform:
        yield platform


def sell(platform: Platform, sandbox: Any, seller: Seller, number: int) -> None:
    """So many paid orders of different amounts; their events are stored and processed here."""
    sandbox.drain()
    sandbox.hold()
    heard = {event["id"] for event in sandbox.events()}
    with platform.app.app_context():
        product = db.session.get_one(Product, seller.product_id)
        buyer = db.session.get_one(User, 1)
        for each in range(number):
            product.amount = 1000 + 7 * each
            order = orders.place(product, buyer)
            sandbox.pay(orders.ensure_payment_intent(order))
        for event in sandbox.events():
            if event["id"] not in heard and "account" not in event:
                inbox.store(event, "platform")
        assert [failure for failure in inbox.drain(inbox.waiting()) if failure] == []
    sandbox.forget_deliveries()
    sandbox.release()


def in_euros(sandbox: Any, account_id: str) -> None:
    """The seller settles in another currency than the buyers paid in, and so does the fee."""
    store = sandbox.world.store
    with sandbox.world.transaction():
        for entry in store.all("balance_transaction", account_id):
            amount, fee = entry["amount"] * 91 // 100, entry["fee"] * 91 // 100
            store.save(
                {**entry, "amount": amount, "fee": fee, "net": amount - fee, "currency": "eur"}
            )
        for fee_object in store.all("application_fee"):
            euros = {"amount": fee_object["amount"] * 91 // 100, "currency": "eur"}
            store.save({**fee_object, **euros})


def pay_out(platform: Platform, sandbox: Any, seller: Seller, currency: str) -> Payout:
    sandbox.payout(seller.account_id, currency=currency)
    sandbox.drain()
    payout = platform.database.only(Payout)
    assert (payout.currency, payout.status) == (currency, "paid")
    assert payout.reconciliation_status == "completed"
    return payout


def test_a_deposit_of_300_sales_lists_them_all_and_sums_to_the_cent(
    platform: Platform, sandbox: Any, currency: str
) -> None:
    seller = a_seller(platform, sandbox)
    sell(platform, sandbox, seller, SALES)
    payout = pay_out(platform, sandbox, seller, currency)

    sold = platform.database.all(Order)
    assert len(sold) == SALES
    assert payout.amount == sum(order.amount - order.application_fee_amount for order in sold)
    with platform.app.app_context():
        told = reconciliation.payout_story(payout)
        assert {line.order.reference for line in told.lines if line.order} == {
            order.reference for order in sold
        }
        assert sum(line.entry.net for line in told.lines) == payout.amount
        assert told.is_closed


@pytest.mark.parametrize("currency", ["usd"], indirect=True)
def test_a_deposit_in_another_currency_than_the_sales_sums_all_the_same(
    platform: Platform, sandbox: Any
) -> None:
    seller = a_seller(platform, sandbox)
    sell(platform, sandbox, seller, MORE_THAN_A_PAGE)
    in_euros(sandbox, seller.account_id)
    payout = pay_out(platform, sandbox, seller, "eur")

    with platform.app.app_context():
        told = reconciliation.payout_story(payout)
        assert len({line.order.reference for line in told.lines if line.order}) == MORE_THAN_A_PAGE
        assert sum(line.entry.net for line in told.lines) == payout.amount
        assert told.is_closed
        assert list(reconciliation.findings()) == []


@pytest.mark.parametrize("currency", ["usd"], indirect=True)
def test_a_fee_in_another_currency_is_no_mismatch(platform: Platform, sandbox: Any) -> None:
    seller = a_seller(platform, sandbox)
    sandbox.drain()
    sandbox.hold()
    with platform.app.app_context():
        product = db.session.get_one(Product, seller.product_id)
        order = orders.place(product, db.session.get_one(User, 1))
        sandbox.pay(orders.ensure_payment_intent(order))
    in_euros(sandbox, seller.account_id)
    sandbox.release()
    sandbox.drain()

    assert platform.database.only(ApplicationFee).currency == "eur"
    with platform.app.app_context():
        assert reconciliation.story(platform.database.only(Order)).state == "settled"
