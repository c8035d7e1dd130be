"""What Stripe's processing is likely to cost, before it is measured: list prices, an estimate.

What it did cost is told with each charge (charges.processing_fee). Foreign cards and conversions
cost more, agreed prices less: stripe.com/pricing, read for each country in November 2026.
"""

import logging

from flask import Flask

from app.money import MINIMUM_CHARGE, format_amount

logger = logging.getLogger(__name__)

# Basis points of the amount, and a fixed part in minor units, for a domestic card.
LIST_PRICES = {
    "aud": (170, 30),
    "cad": (290, 30),
    "eur": (150, 25),
    "gbp": (150, 20),
    "jpy": (360, 0),
    "sgd": (340, 50),
    "usd": (290, 30),
}


def estimated_processing_fee(amount: int, currency: str) -> int | None:
    """What Stripe would keep of an amount, in minor units; None where no list price is known."""
    if currency not in LIST_PRICES:
        return None
    basis_points, fixed = LIST_PRICES[currency]
    return -(-amount * basis_points // 10_000) + fixed


def covered_from(fee_basis_points: int, currency: str) -> int | None:
    """The price (minor units) from which the fee covers the estimate, give or take a cent.

    0 where it always does, or where no list price is known; None where it never does.
    """
    rate, fixed = LIST_PRICES.get(currency, (0, 0))
    margin = fee_basis_points - rate
    if margin < 0 or (margin == 0 and fixed):
        return None
    return -(-fixed * 10_000 // margin) if fixed else 0


def fee_below_cost(fee_basis_points: int, currency: str) -> str:
    """Words for whoever sets the fee, or "" where it is estimated to cover Stripe's cost."""
    price = covered_from(fee_basis_points, currency)
    if price is not None and price <= MINIMUM_CHARGE.get(currency, 1):
        return ""
    rate, fixed = LIST_PRICES[currency]
    cost = f"{rate / 100:g} % and {format_amount(fixed, currency)}"
    fee = f"APPLICATION_FEE_BPS takes {fee_basis_points / 100:g} % of a sale"
    if price is None:
        return f"{fee}, and Stripe an estimated {cost} for a domestic card: each sale loses money."
    least = format_amount(price, currency)
    return f"{fee}; below {least} that is less than Stripe's estimated cost, {cost}."


def init_app(app: Flask) -> None:
    """Say at the start where no price makes the platform's fee cover Stripe's cost."""
    fee, currency = app.config["APPLICATION_FEE_BPS"], app.config["PLATFORM_CURRENCY"]
    if covered_from(fee, currency) is None:
        logger.warning(fee_below_cost(fee, currency))
