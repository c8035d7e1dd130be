"""The seller's page, and adding a product to it."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy import select

from app import readiness, reconciliation
from app.extensions import db
from app.models import ConnectedAccount, Order, Payout, Product, Transfer
from app.paging import Page, newest_first
from app.sellers.forms import ProductForm

bp = Blueprint("sellers", __name__, url_prefix="/seller", template_folder="templates")


@bp.get("")
@login_required
def show() -> str:
    """Everything about the signed-in seller, as Stripe last confirmed it."""
    return _page(ProductForm())


@bp.post("/products")
@login_required
def add_product() -> ResponseReturnValue:
    """Offer something for sale; buyers see it at once, and can buy it once the seller is ready."""
    form = ProductForm()
    if not form.validate_on_submit():
        return _page(form), 422
    db.session.add(
        Product(
            seller_id=current_user.id,
            name=form.name.data,
            amount=form.amount,
            currency=current_app.config["PLATFORM_CURRENCY"],
        )
    )
    db.session.commit()
    return redirect(url_for("sellers.show", _anchor="products"), 303)


@bp.get("/payouts/<payout_id>")
@login_required
def payout(payout_id: str) -> str:
    """One payout of the seller's own, and which sales it contains."""
    found = db.get_or_404(Payout, payout_id)
    # The platform's own payouts have no account, as people have who never began onboarding.
    if found.account_id is None or found.account_id != current_user.account_id:
        abort(404)
    return render_template("sellers/payout.html", story=reconciliation.payout_story(found))


def _page(form: ProductForm) -> str:
    products = select(Product).where(Product.seller_id == current_user.id)
    sales = newest_first(
        Order,
        Order.seller_id == current_user.id,
        name=Order.reference,
        keys=[Order.id],
        before=request.args.get("sales_before"),
    )
    return render_template(
        "sellers/show.html",
        form=form,
        readiness=readiness.of_seller(current_user),
        products=db.session.scalars(products.order_by(Product.id.desc())).all(),
        sales=sales,
        stories=reconciliation.stories(sales.rows),
        **_told(current_user.account_id),
    )


def _told(account_id: str | None) -> dict[str, Any]:
    """What Stripe said about this seller's account and no other."""
    if account_id is None:
        return {"account": None, "transfers": Page([], None), "payouts": Page([], None)}
    return {
        "account": db.session.get(ConnectedAccount, account_id),
        "transfers": newest_first(
            Transfer,
            Transfer.destination == account_id,
            name=Transfer.id,
            keys=[Transfer.created, Transfer.id],
            before=request.args.get("transfers_before"),
        ),
        "payouts": newest_first(
            Payout,
            Payout.account_id == account_id,
            name=Payout.id,
            keys=[Payout.created, Payout.id],
            before=request.args.get("payouts_before"),
        ),
    }
