"""The basket before it is an order: what can be in it, and what cannot be ordered together."""

from typing import Any

import pytest

from app.baskets.basket import MOST
from app.models import Product
from app.separate.models import BasketItem, BasketOrder
from tests.baskets import Market, a_market
from tests.platform_server import Platform


@pytest.fixture
def market(platform: Platform, sandbox: Any) -> Market:
    return a_market(platform, sandbox)


def put(market: Market, product_id: int) -> int:
    return market.buyer.post(f"/basket/items/{product_id}", "/").status_code


def test_a_thing_is_in_it_once_until_it_is_taken_out(market: Market) -> None:
    product_id = market.sellers[0].product_id
    assert (put(market, product_id), put(market, product_id)) == (303, 303)
    assert market.buyer.get("/basket").text.count("Take out") == 1
    market.buyer.post(f"/basket/items/{product_id}/remove", "/")
    assert "Nothing is in it yet" in market.buyer.get("/basket").text


def test_a_basket_is_bounded(market: Market) -> None:
    ada = market.sellers[0]
    for number in range(MOST):
        ada.person.post("/seller/products", "/seller", name=f"Vase {number}", price="20.00")
    for product in market.platform.database.all(Product):
        put(market, product.id)
    page = market.buyer.get("/basket").text
    assert f"A basket holds {MOST} things." in page
    assert page.count("Take out") == MOST


def test_an_empty_basket_is_no_order(market: Market) -> None:
    assert market.buyer.post("/basket/orders", "/basket").headers["Location"] == "/basket"
    assert "The basket is empty." in market.buyer.get("/basket").text
    assert market.platform.database.all(BasketOrder) == []


def test_two_currencies_are_no_order(market: Market) -> None:
    for seller in market.sellers:
        put(market, seller.product_id)
    market.write("UPDATE products SET currency = 'eur' WHERE id = 1")
    market.buyer.post("/basket/orders", "/basket")
    assert "these are priced in EUR and USD" in market.buyer.get("/basket").text
    assert market.platform.database.all(BasketOrder) == []


def test_more_than_one_payment_can_be_is_no_order(market: Market) -> None:
    for seller in market.sellers:
        put(market, seller.product_id)
    market.write("UPDATE products SET amount = 99999999")
    market.buyer.post("/basket/orders", "/basket")
    assert "One payment can be 999,999.99 USD at most" in market.buyer.get("/basket").text
    assert market.platform.database.all(BasketOrder) == []


def test_figures_are_kept_as_they_were_when_it_was_ordered(market: Market) -> None:
    market.order()
    market.write("UPDATE products SET amount = 1, name = 'Another'")
    market.platform.app.config["APPLICATION_FEE_BPS"] = 0
    for item in market.platform.database.all(BasketItem):
        assert (item.amount, item.platform_amount, item.product_name) == (50_00, 5_00, "A drawing")


def test_a_seller_sees_their_own_items_and_nobody_elses(market: Market) -> None:
    order = market.order(*market.sellers[:2])
    market.pay(order)
    ada, bob, cyd = market.sellers
    assert ada.person.get("/seller/baskets").text.count("In your Stripe balance") == 1
    assert bob.account_id not in ada.person.get("/seller/baskets").text
    assert "Nothing yet" in cyd.person.get("/seller/baskets").text
    assert ada.person.get(f"/basket/orders/{order.reference}").status_code == 404
