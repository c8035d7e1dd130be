"""Asking Stripe for money to move back: the forms that do it, and what became of each in words."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from app import money_back
from app.extensions import db
from app.models import AskedOfStripe, Order, User
from app.operators.desk import bp
from app.stripe_api import StripeRefused, StripeUnavailable

UNKNOWN = (
    "Stripe did not answer, so nobody knows yet whether it was done."
    " Ask again: it is the same request, and never done twice."
)
SUPERSEDED = "The figures have changed since the page was opened. Look again; nothing was asked."
# What to do about a refusal, by Stripe's code: docs.stripe.com/error-codes
ADVICE = {
    "balance_insufficient": "The Stripe balance it would come from is too low: wait for it to fill"
    " or add to it, or refund without reversing the transfer, which the platform then pays.",
    "charge_disputed": "What was disputed is for the bank to decide.",
    "refund_disputed_payment": "What was disputed is for the bank to decide.",
    "charge_already_refunded": "The buyer has all of it back already.",
}


@bp.post("/orders/<reference>/refund")
def ask_refund(reference: str) -> Response:
    """Refund exactly what the page before showed."""
    order = order_or_404(reference)
    return _asked(
        url_for("operators.refund", reference=reference),
        lambda: money_back.ask_refund(
            order,
            _operator(),
            _number("number"),
            _shown(order),
            reverse_transfer="reverse_transfer" in request.form,
            refund_application_fee="refund_application_fee" in request.form,
        ),
        reference,
    )


@bp.post("/orders/<reference>/reversal")
def ask_reversal(reference: str) -> Response:
    """Take back of the seller's share exactly what the page before showed."""
    order = order_or_404(reference)
    return _asked(
        url_for("operators.reversal", reference=reference),
        lambda: money_back.reverse_transfer(
            order,
            _operator(),
            _number("number"),
            _shown(order),
            refund_application_fee="refund_application_fee" in request.form,
        ),
        reference,
    )


@bp.post("/orders/<reference>/transfer")
def send_again(reference: str) -> Response:
    """Send the seller what is owed to them."""
    order = order_or_404(reference)
    return _asked(
        url_for("operators.order", reference=reference),
        lambda: money_back.send_again(order, _operator(), _number("number"), _number("amount")),
        reference,
    )


def order_or_404(reference: str) -> Order:
    """The order of this reference."""
    return db.session.scalar(select(Order).where(Order.reference == reference)) or abort(404)


def _asked(page: str, ask: Callable[[], AskedOfStripe], reference: str) -> Response:
    """Ask, say what became of it, and go to the order, or back to the page where it did not."""
    try:
        made = ask()
    except money_back.Superseded:
        flash(SUPERSEDED)
    except money_back.Impossible as reason:
        flash(f"Nothing was asked. {reason}")
    except StripeRefused as refused:
        advice = ADVICE.get(refused.code or "", "")
        flash(f"Stripe refused, and no money was moved: {refused.message} {advice}".rstrip())
    except StripeUnavailable:
        flash(UNKNOWN)
    else:
        if made.refusal:
            flash(f"Stripe refused, and no money was moved: {made.refusal}")
        else:
            flash(f"Stripe made {made.stripe_id}. It counts once its events have told of it.")
        page = url_for("operators.order", reference=reference)
    return redirect(page, 303)


def _number(name: str) -> int:
    value = request.form.get(name, type=int)
    return abort(400) if value is None else value


def _shown(order: Order) -> money_back.Effect:
    """What the page said it would do."""
    amounts = map(_number, ("amount", "transfer_reversed", "fee_refunded"))
    return money_back.Effect(order.currency, *amounts)


def _operator() -> User:
    return db.session.get_one(User, current_user.id)
