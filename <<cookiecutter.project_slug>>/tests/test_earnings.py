"""What the platform keeps, per currency, and where its fee does not cover what Stripe takes."""

import logging
from typing import Any

import pytest

from app import costs, create_app
from tests.money_back import ALL_FLAGS, a_desk, wish
from tests.platform_server import Platform
from tests.reading import an_operator, words
from tests.settings import SETTINGS
from tests.stories import an_order


def test_what_is_kept_is_what_stripe_told_in_every_currency(
    platform: Platform, sandbox: Any
) -> None:
    desk = a_desk(platform, sandbox, other_sales=1)
    desk.refund(**wish("20.00", *ALL_FLAGS))
    with platform.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE products SET amount = 1234, currency = 'jpy'")
    sandbox.pay(an_order(platform, desk.seller).payment_intent_id)
    sandbox.drain()
    page = words(desk.olga, "/operator/earnings")
    # Two sales of 50.00 at 10 %, 1.75 to Stripe for each, and 20.00 of one given back.
    for said in (
        "USD 2 sales", "Buyers paid 100.00 USD", "Given back to buyers -20.00 USD",
        "less reversals -80.00 USD", "less refunds 8.00 USD", "processing fees -3.50 USD",
        "The platform keeps 4.50 USD",
        "JPY 1 sale Buyers paid 1,234 JPY", "The platform keeps 87 JPY",
    ):  # fmt: skip
        assert said in page
    with platform.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE charges SET created = created - 3 * 24 * 3600")
    assert "No sales" in words(desk.olga, "/operator/earnings?days=1")
    assert "USD 2 sales" in words(desk.olga, "/operator/earnings?days=nonsense")


def test_disputes_and_what_was_sent_again_are_counted(platform: Platform, sandbox: Any) -> None:
    desk = a_desk(platform, sandbox, other_sales=6)
    dispute = sandbox.dispute(desk.charge_id)
    sandbox.close_dispute(dispute["id"], "won")
    sandbox.drain()
    # Seven fees of 5.00 less 1.75, and what Stripe charged for the dispute.
    assert "The platform keeps 7.75 USD" in words(desk.olga, "/operator/earnings")


@pytest.mark.parametrize(("bps", "is_below"), [(349, True), (350, False)])
def test_a_fee_below_stripes_cost_is_named_where_orders_are_seen(
    platform: Platform, sandbox: Any, bps: int, is_below: bool
) -> None:
    # Of 50.00, Stripe keeps 1.75; 3.49 % are 1.74.
    desk = a_desk(platform, sandbox, fee_bps=bps)
    assert ("loses by this sale" in desk.see("")) == is_below
    assert ("Fee below Stripe's cost" in words(desk.olga, "/operator")) == is_below
    assert ("fee of 1 of them was less" in words(desk.olga, "/operator/earnings")) == is_below


@pytest.mark.parametrize(
    ("bps", "currency", "price"),
    [
        (1000, "usd", 423),
        (290, "usd", None),
        (200, "usd", None),
        (360, "jpy", 0),
        (359, "jpy", None),
        (500, "eur", 715),
        (0, "xyz", 0),
    ],
)
def test_the_price_from_which_a_fee_covers_the_estimate(
    bps: int, currency: str, price: int | None
) -> None:
    assert costs.covered_from(bps, currency) == price


def test_a_platform_that_loses_by_every_sale_is_told_so_when_it_starts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    create_app(SETTINGS)
    assert "each sale loses money" not in caplog.text
    with caplog.at_level(logging.WARNING):
        create_app({**SETTINGS, "APPLICATION_FEE_BPS": "250"})
    assert "takes 2.5 % of a sale, and Stripe an estimated 2.9 % and 0.30 USD" in caplog.text


def test_the_desk_says_below_which_price_the_fee_is_too_small(lonely_platform: Platform) -> None:
    olga = an_operator(lonely_platform)
    page = words(olga, "/operator/earnings")
    assert "takes 10 % of a sale; below 4.23 USD that is less than Stripe's estimated" in page
