"""The seller's page about what they sold in baskets: their own items, and nobody else's."""

from flask import render_template, request
from flask_login import current_user, login_required
from sqlalchemy import select

from app.paging import newest_first
from app.sellers.views import bp
from app.separate.loading import stories
from app.separate.models import BasketItem, BasketOrder


@bp.get("/baskets")
@login_required
def baskets() -> str:
    """Each item, what the platform keeps of it, and whether its transfer was confirmed."""
    own = select(BasketItem.basket_order_id).where(BasketItem.seller_id == current_user.id)
    page = newest_first(
        BasketOrder,
        BasketOrder.id.in_(own),
        name=BasketOrder.reference,
        keys=[BasketOrder.id],
        before=request.args.get("before"),
    )
    sales = [
        (story, item, share)
        for story in stories(page.rows)
        for share in story.shares
        for item in share.items
        if item.seller_id == current_user.id
    ]
    return render_template("sellers/baskets.html", page=page, sales=sales)
