"""The desk's pages about baskets: the list, one order's story, and giving items back."""

import logging

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Charge, User
from app.operators import timeline
from app.operators.desk import bp
from app.paging import newest_first
from app.separate import refunds
from app.separate.loading import stories, story
from app.separate.models import BasketItem, BasketOrder
from app.stripe_api import StripeRefused, StripeUnavailable

logger = logging.getLogger(__name__)


@bp.get("/baskets")
def baskets() -> str:
    """What buyers asked for in baskets, and what became of it, newest first."""
    page = newest_first(
        BasketOrder,
        name=BasketOrder.reference,
        keys=[BasketOrder.id],
        before=request.args.get("before"),
    )
    return render_template("operators/baskets.html", page=page, stories=stories(page.rows))


@bp.get("/baskets/<reference>")
def basket(reference: str) -> str:
    """One order: each seller's share, asked beside told, and the events that told it."""
    told = story(_order(reference))
    ids = [row.id for row in told.rows()]
    if told.failed_charge is not None:
        ids.append(told.failed_charge.id)
    return render_template("operators/basket.html", story=told, moments=timeline.of_objects(*ids))


@bp.post("/baskets/<reference>/refund")
def refund_items(reference: str) -> Response:
    """Give items back: each is refunded once, and its seller's part follows by itself."""
    told = story(_order(reference))
    wanted = set(request.form.getlist("item"))
    items = [item for item in told.order.items if str(item.id) in wanted]
    if told.charge is None or not told.is_paid or not items:
        flash("Choose what to give back, of an order that has been paid.")
    else:
        logger.warning("operator %s refunds %s of %s", current_user.email, wanted, reference)
        flash(" ".join(_asked(item, told.charge) for item in items))
    return redirect(url_for("operators.basket", reference=reference), 303)


def _asked(item: BasketItem, charge: Charge) -> str:
    """Ask for one refund; what became of the asking, in a sentence."""
    name, operator = item.product_name, db.session.get_one(User, current_user.id)
    try:
        refunds.ask_for_refund(item, charge, operator)
    except StripeRefused as refusal:
        return f"{name} was not given back, Stripe refused: {refusal.message}"
    except StripeUnavailable:
        return f"Stripe did not answer about {name}. Press again: it is never refunded twice."
    return f"The refund for {name} is asked for; it counts when Stripe tells of it."


def _order(reference: str) -> BasketOrder:
    query = select(BasketOrder).where(BasketOrder.reference == reference)
    return db.session.scalar(query) or abort(404)
