"""A basket over three sellers in a browser: put together, paid once, and its pages looked at."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.separate.models import BasketOrder
from tests.baskets import Market, a_market, an_operator
from tests.browser.conftest import NewPage
from tests.browser.looking import complaints_about
from tests.browser.steps import sign_in
from tests.platform_server import Platform


@pytest.fixture
def market(platform: Platform, sandbox: Any) -> Market:
    return a_market(platform, sandbox)


def test_a_basket_is_filled_paid_and_given_back_in_part(market: Market, new_page: NewPage) -> None:
    ben, olga = new_page(), new_page()
    sign_in(ben, market.platform, "ben@example.com")
    _fill(ben, 3)
    ben.get_by_role("button", name="Take out A drawing").first.click()
    expect(ben.get_by_text("100.00 USD")).to_be_visible()
    _fill(ben, 3)
    ben.get_by_role("button", name="Order and pay").click()
    _pay(ben)
    expect(ben.get_by_role("heading", name="Paid")).to_be_visible()
    market.sandbox.drain()
    assert market.transfers() == market.each_got(45_00)

    an_operator(market.platform)
    sign_in(olga, market.platform, "olga@example.com")
    olga.get_by_role("link", name="Operator", exact=True).click()
    olga.get_by_role("link", name="Baskets", exact=True).click()
    olga.get_by_role("link", name=re.compile("basket_")).click()
    olga.get_by_label("Give back A drawing").first.check()
    olga.get_by_role("button", name="Give the chosen items back").click()
    expect(olga.get_by_text("it counts when Stripe tells of it")).to_be_visible()
    market.sandbox.drain()
    olga.reload()
    expect(olga.get_by_text("Given back", exact=True)).to_be_visible()
    assert sorted(back for _, _, back in market.transfers()) == [0, 0, 45_00]


def test_every_page_about_baskets_fits_and_can_be_used_by_everyone(
    market: Market, new_page: NewPage
) -> None:
    order = market.order()
    market.pay(order)
    market.sandbox.refund(market.charge(order).id)
    market.settle()
    unpaid = market.order()
    an_operator(market.platform)
    complaints = []
    for email, paths in _pages(order, unpaid).items():
        page = new_page()
        sign_in(page, market.platform, email)
        if email == "ben@example.com":
            page.goto(market.platform.url + "/basket")
            complaints += complaints_about(page, "/basket empty")
            _fill(page, 1)
        for path in paths:
            page.goto(market.platform.url + path)
            name = path.replace(order.reference, "paid").replace(unpaid.reference, "unpaid")
            complaints += complaints_about(page, name)
    assert complaints == []


def _pages(order: BasketOrder, unpaid: BasketOrder) -> dict[str, list[str]]:
    return {
        "ben@example.com": [
            "/",
            "/basket",
            f"/basket/orders/{order.reference}",
            f"/basket/orders/{unpaid.reference}/return",
        ],
        "ada@example.com": ["/seller/baskets"],
        "olga@example.com": [
            "/operator/baskets",
            f"/operator/baskets/{order.reference}",
            f"/operator/baskets/{unpaid.reference}",
        ],
    }


def _fill(page: Page, things: int) -> None:
    """Put so many different products in, and be at the basket."""
    for number in range(things):
        page.get_by_role("link", name="Products", exact=True).click()
        page.get_by_role("button", name="Add to basket").nth(number).click()
        expect(page.get_by_role("heading", name="Your basket")).to_be_visible()


def _pay(page: Page) -> None:
    frame = page.frame_locator("#payment-element iframe")
    frame.get_by_label("Card number").fill("4242 4242 4242 4242")
    frame.get_by_label("Expiration date").fill("12 / 34")
    frame.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Pay 150.00 USD").click()
