"""What the platform earned, and where a fee was less than Stripe's cost."""

import time

from flask import current_app, render_template, request

from app import costs, reconciliation
from app.operators.desk import bp

PERIODS = (1, 7, 30, 90)
"""Days; the cost of the page grows with the sales in them."""
DAY = 24 * 3600


@bp.get("/earnings")
def earnings() -> str:
    """Gross, fees, Stripe's costs and what is left, by currency, over the last ?days=."""
    days = request.args.get("days", default=30, type=int)
    days = days if days in PERIODS else 30
    config = current_app.config
    return render_template(
        "operators/earnings.html",
        days=days,
        periods=PERIODS,
        earnings=reconciliation.earnings(int(time.time()) - days * DAY),
        estimate=costs.fee_below_cost(config["APPLICATION_FEE_BPS"], config["PLATFORM_CURRENCY"]),
    )
