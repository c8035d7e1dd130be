"""The operators' lists: findings, orders, sellers, payouts and events, newest first."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from flask import render_template, request
from sqlalchemy import or_, select, true

from app import readiness, reconciliation
from app.extensions import db
from app.models import ConnectedAccount, Event, Order, Payout, User
from app.operators.desk import bp
from app.paging import newest_first

MOST_FINDINGS = 20


@bp.get("")
def orders() -> str:
    """What does not hold first; then what buyers asked for, and what became of it."""
    page = newest_first(Order, name=Order.reference, keys=[Order.id], before=_before())
    open_findings = list(islice(reconciliation.findings(), MOST_FINDINGS + 1))
    return render_template(
        "operators/orders.html",
        page=page,
        stories=[(told, reconciliation.shares(told)) for told in reconciliation.stories(page.rows)],
        people=_by(User.id, (user_id for o in page.rows for user_id in (o.buyer_id, o.seller_id))),
        findings=open_findings[:MOST_FINDINGS],
        there_are_more=len(open_findings) > MOST_FINDINGS,
    )


@bp.get("/sellers")
def sellers() -> str:
    """Who has a connected account, and what it may do."""
    page = newest_first(
        User,
        User.account_id.is_not(None),
        User.account_id == request.args["about"] if "about" in request.args else true(),
        name=User.account_id,
        keys=[User.id],
        before=_before(),
    )
    accounts = _by(ConnectedAccount.id, (seller.account_id for seller in page.rows))
    told = [(seller, accounts.get(seller.account_id)) for seller in page.rows]
    return render_template(
        "operators/sellers.html",
        page=page,
        sellers=[(seller, each, readiness.of_account(each)) for seller, each in told],
    )


@bp.get("/payouts")
def payouts() -> str:
    """Money on its way to banks: the sellers', or with ?whose=platform the platform's own."""
    platform = request.args.get("whose") == "platform"
    page = newest_first(
        Payout,
        Payout.account_id.is_(None) if platform else Payout.account_id.is_not(None),
        name=Payout.id,
        keys=[Payout.created, Payout.id],
        before=_before(),
    )
    return render_template(
        "operators/payouts.html",
        page=page,
        platform=platform,
        sellers=_by(User.account_id, (payout.account_id for payout in page.rows)),
    )


@bp.get("/events")
def events() -> str:
    """What Stripe told us, and what we made of it; with ?about= only one event or object."""
    about = request.args.get("about")
    page = newest_first(
        Event,
        true() if about is None else or_(Event.id == about, Event.object_id == about),
        name=Event.id,
        keys=[Event.received_at, Event.id],
        before=_before(),
    )
    return render_template("operators/events.html", page=page)


def _before() -> str | None:
    return request.args.get("before")


def _by(column: Any, values: Iterable[Any]) -> dict[Any, Any]:
    """The rows whose column holds one of the values, by that value."""
    rows = db.session.scalars(select(column.class_).where(column.in_(set(values))))
    return {getattr(row, column.key): row for row in rows}
