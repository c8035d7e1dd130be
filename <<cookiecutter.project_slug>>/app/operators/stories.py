"""One order and one payout, each with all that was asked and told, and what is still expected."""

from collections.abc import Callable

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app import money_back, reconciliation
from app.extensions import db
from app.models import Payout, User
from app.operators import timeline
from app.operators.asking import order_or_404
from app.operators.desk import bp
from app.reconciliation import Story


@bp.get("/orders/<reference>")
def order(reference: str) -> ResponseReturnValue:
    """An order's timeline: what we asked, each event, what it changed, what is still missing."""
    for kind in reconciliation.KINDS:
        if kind.reference_of(reference):
            return redirect(url_for(kind.page, reference=reference))
    told = reconciliation.story(order_or_404(reference))
    return render_template(
        "operators/order.html",
        story=told,
        shares=reconciliation.shares(told),
        owed=reconciliation.to_send_again(told),
        no_refund=_why_not(money_back.refundable, told),
        no_reversal=_why_not(lambda told: money_back.preview_reversal(told, False), told),
        moments=timeline.of_order(told),
        stripe_dashboard="https://dashboard.stripe.com"
        + ("" if current_app.config["LIVEMODE"] else "/test"),
    )


@bp.get("/payouts/<payout_id>")
def payout(payout_id: str) -> str:
    """A payout, and the sales it carries."""
    told = reconciliation.payout_story(db.get_or_404(Payout, payout_id))
    account_id = told.payout.account_id
    owner = select(User).where(User.account_id == account_id)
    return render_template(
        "operators/payout.html",
        story=told,
        seller=db.session.scalar(owner) if account_id else None,
        moments=timeline.of_objects(payout_id),
    )


def _why_not(check: Callable[[Story], object], told: Story) -> str:
    """Why it cannot be asked for now, or "" where it can."""
    try:
        check(told)
    except money_back.Impossible as reason:
        return str(reason)
    return ""
