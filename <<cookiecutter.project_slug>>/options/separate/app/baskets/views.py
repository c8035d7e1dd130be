"""A basket, and the one payment for all that is in it: figures come from our own rows."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import select
from werkzeug.wrappers import Response

from app import card_form
from app.baskets import basket
from app.extensions import db
from app.models import Product, User
from app.separate import orders
from app.separate.loading import story
from app.separate.models import BasketOrder

bp = Blueprint("baskets", __name__, url_prefix="/basket", template_folder="templates")
bp.add_app_template_global(basket.count, "things_in_basket")


@bp.get("")
@login_required
def show() -> str:
    """What is in the basket, by seller, and what it comes to."""
    return render_template("baskets/basket.html", products=basket.products())


@bp.post("/items/<int:product_id>")
@login_required
def add(product_id: int) -> Response:
    """Put a product in."""
    try:
        basket.put(db.get_or_404(Product, product_id))
    except basket.Full as full:
        flash(str(full))
    return redirect(url_for("baskets.show"), 303)


@bp.post("/items/<int:product_id>/remove")
@login_required
def remove(product_id: int) -> Response:
    """Take a product out."""
    basket.take_out(product_id)
    return redirect(url_for("baskets.show"), 303)


@bp.post("/orders")
@login_required
def place() -> Response:
    """Write the order, then ask Stripe for its PaymentIntent; the order's page takes the card."""
    try:
        order = orders.place(basket.products(), db.session.get_one(User, current_user.id))
    except orders.CannotBeOneOrder as reason:
        flash(str(reason))
        return redirect(url_for("baskets.show"), 303)
    basket.empty()
    orders.ensure_payment_intent(order)
    return redirect(url_for("baskets.order", reference=order.reference), 303)


@bp.get("/orders/<reference>")
@login_required
def order(reference: str) -> str:
    """The order: a card form while it is unpaid, what Stripe confirmed afterwards."""
    told = story(_own_order(reference))
    payment = card_form.offered(
        None if told.charge else told.order.payment_intent_id,
        url_for("baskets.returned", reference=reference),
    )
    return render_template("baskets/order.html", story=told, payment=payment)


@bp.post("/orders/<reference>")
@login_required
def prepare(reference: str) -> Response:
    """Ask for the PaymentIntent again, where Stripe was away when the order was made."""
    orders.ensure_payment_intent(_own_order(reference))
    return redirect(url_for("baskets.order", reference=reference), 303)


@bp.get("/orders/<reference>/return")
@login_required
def returned(reference: str) -> str:
    """Back from paying, which proves nothing: show our own rows, and wait for Stripe's word."""
    return render_template("baskets/returned.html", story=story(_own_order(reference)))


def _own_order(reference: str) -> BasketOrder:
    query = select(BasketOrder).where(
        BasketOrder.reference == reference, BasketOrder.buyer_id == current_user.id
    )
    return db.session.scalar(query) or abort(404)
