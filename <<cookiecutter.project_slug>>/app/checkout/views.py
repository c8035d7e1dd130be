"""Products, buy, pay, return: amount, currency, fee and destination come from our own rows."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from app import card_form, orders, readiness, reconciliation
from app.extensions import db
from app.models import Order, Product, User

bp = Blueprint("checkout", __name__, template_folder="templates")


@bp.get("/")
def products() -> str:
    """What is for sale, newest first, and whether its seller can take payments now."""
    newest = db.session.scalars(
        select(Product).options(joinedload(Product.seller)).order_by(Product.id.desc()).limit(100)
    )
    return render_template(
        "checkout/products.html",
        products=[(product, readiness.of_seller(product.seller)) for product in newest],
    )


@bp.post("/checkout/<int:product_id>")
@login_required
def buy(product_id: int) -> Response:
    """Write the order, then ask Stripe for its PaymentIntent; the order's page takes the card."""
    product = db.get_or_404(Product, product_id)
    order = orders.place(product, db.session.get_one(User, current_user.id))
    orders.ensure_payment_intent(order)
    return redirect(url_for("checkout.show", reference=order.reference), 303)


@bp.get("/checkout/orders/<reference>")
@login_required
def show(reference: str) -> str:
    """The order: a card form while it is unpaid, what Stripe confirmed afterwards."""
    story = reconciliation.story(_own_order(reference))
    payment = card_form.offered(
        None if story.charge else story.order.payment_intent_id,
        url_for("checkout.returned", reference=reference),
    )
    return render_template("checkout/order.html", story=story, payment=payment)


@bp.post("/checkout/orders/<reference>")
@login_required
def prepare(reference: str) -> Response:
    """Ask for the PaymentIntent again, where Stripe was away when the order was made."""
    orders.ensure_payment_intent(_own_order(reference))
    return redirect(url_for("checkout.show", reference=reference), 303)


@bp.get("/checkout/orders/<reference>/return")
@login_required
def returned(reference: str) -> str:
    """Back from paying, which proves nothing: show our own rows, and wait for Stripe's word."""
    return render_template(
        "checkout/returned.html", story=reconciliation.story(_own_order(reference))
    )


@bp.app_errorhandler(orders.SellerNotReady)
def refuse(error: orders.SellerNotReady) -> tuple[str, int]:
    """Nothing was written; say why this seller cannot be paid now."""
    return render_template("checkout/refused.html", readiness=error.readiness), 409


@bp.app_errorhandler(card_form.Canceled)
def canceled(error: card_form.Canceled) -> str:
    """Say so, where the order's page would wait for ever."""
    return render_template("checkout/canceled.html")


def _own_order(reference: str) -> Order:
    order = db.session.scalar(
        select(Order).where(Order.reference == reference, Order.buyer_id == current_user.id)
    )
    return order or abort(404)
