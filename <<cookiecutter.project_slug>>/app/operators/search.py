"""From any id of Stripe's, or a reference of ours, to the page about it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from app.extensions import db
from app.models import (
    ApplicationFee,
    BalanceTransaction,
    Charge,
    ConnectedAccount,
    Dispute,
    Event,
    Order,
    Payout,
    Refund,
    Transfer,
    TransferReversal,
    User,
)
from app.operators.desk import bp
from app.reconciliation import KINDS


@bp.get("/search")
def search() -> ResponseReturnValue:
    """Go to the page about any id of Stripe's, any reference of ours, or a seller's address."""
    name = request.args.get("q", "").strip()
    if not name:
        return redirect(url_for("operators.orders"))
    target = _page_about(name)
    if target is None:
        return render_template("operators/nothing_found.html", name=name), 404
    return redirect(target)


def _page_about(name: str) -> str | None:
    if reference := _order_of(name):
        return url_for("operators.order", reference=reference)
    if db.session.get(Payout, name) is not None:
        return url_for("operators.payout", payout_id=name)
    if account_id := _account_of(name):
        return url_for("operators.sellers", about=account_id)
    if entry := db.session.get(BalanceTransaction, name):
        return url_for("operators.payout", payout_id=entry.payout_id)
    about = select(Event.id).where(or_(Event.id == name, Event.object_id == name)).limit(1)
    return url_for("operators.events", about=name) if db.session.scalar(about) else None


def _order_of(name: str) -> str | None:
    """The order that an id belongs to: pi_, ch_, fee_, tr_, trr_, py_, re_ or dp_."""
    transfer = _transfer_of(name)
    charge_id = db.session.scalar(
        select(ApplicationFee.charge_id)
        .where(ApplicationFee.id == name)
        .union_all(
            select(Refund.charge_id).where(Refund.id == name),
            select(Dispute.charge_id).where(Dispute.id == name),
        )
    )
    charge_id = transfer.source_transaction if transfer else charge_id
    charge = db.session.get(Charge, charge_id or name)
    intent = (charge.payment_intent_id if charge else None) or name
    # A share that was sent again has no charge; its transfer_group names the order.
    named = (transfer.transfer_group if transfer else None) or name
    reference = db.session.scalar(
        select(Order.reference).where(
            or_(Order.reference == named, Order.payment_intent_id == intent)
        )
    )
    return reference or next(filter(None, (kind.reference_of(intent) for kind in KINDS)), None)


def _transfer_of(name: str) -> Transfer | None:
    reversed_ = select(TransferReversal.transfer_id).where(TransferReversal.id == name)
    return db.session.scalar(
        select(Transfer).where(
            or_(
                Transfer.id == name,
                Transfer.destination_payment == name,
                Transfer.id.in_(reversed_),
            )
        )
    )


def _account_of(name: str) -> str | None:
    by_email = select(User.account_id).where(User.email == name.lower())
    known = select(ConnectedAccount.id).where(ConnectedAccount.id == name)
    asked = select(User.account_id).where(User.account_id == name)
    return db.session.scalar(by_email) or db.session.scalar(known) or db.session.scalar(asked)
