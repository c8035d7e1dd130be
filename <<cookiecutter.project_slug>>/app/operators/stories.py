"""One order and one payout, each with all that was asked and told, and what is still expected."""

from collections.abc import Sequence

from flask import abort, render_template
from sqlalchemy import select

from app import reconciliation
from app.extensions import db
from app.models import Event, Order, Payout, Told, User
from app.operators.desk import bp
from app.reconciliation import Story

# What each event proves. The longest beginning that fits an event's type is its meaning.
MEANINGS = {
    "charge.succeeded": "The buyer's money was taken. No redirect and no reply proves that.",
    "charge.failed": "An attempt to pay failed; nothing was taken.",
    "charge.pending": "The payment is under way, and may still fail.",
    "charge.updated": "Stripe filled in what it could not know at first, such as the transfer.",
    "charge.refunded": "The buyer was given money back.",
    "charge.dispute": "The buyer's bank disputes the payment; it is taken from the platform.",
    "transfer.created": "The payment is in the seller's Stripe balance. It is not in a bank yet.",
    "transfer.reversed": "Some of it was taken back from the seller's Stripe balance.",
    "application_fee.created": "The platform's share came out of the seller's Stripe balance.",
    "application_fee.refund": "Some of the platform's share was given back to the seller.",
    "refund": "How a refund stands; one may fail long after it seemed to succeed.",
    "payout.created": "Money began its way from a Stripe balance to a bank.",
    "payout.paid": "It should be in the bank. The bank may still send it back.",
    "payout.failed": "The bank sent it back; it is in the Stripe balance again.",
    "payout.reconciliation_completed": "From now on Stripe says which sales it contains.",
}


@bp.app_template_filter("meaning")
def meaning(event_type: str) -> str:
    """What an event of this type proves, in a sentence; "" where there is nothing to add."""
    fitting = [beginning for beginning in MEANINGS if event_type.startswith(beginning)]
    return MEANINGS[max(fitting, key=len)] if fitting else ""


@bp.get("/orders/<reference>")
def order(reference: str) -> str:
    """An order's timeline: what we asked, each event, what it changed, what is still missing."""
    asked = db.session.scalar(select(Order).where(Order.reference == reference)) or abort(404)
    told = reconciliation.story(asked)
    return render_template(
        "operators/order.html", story=told, events=_events_about(_ids_told(told))
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
        events=_events_about([payout_id]),
    )


def _ids_told(story: Story) -> list[str]:
    """The ids of all that Stripe told about an order."""
    rows: list[Told | None] = [*story.charges, story.failed_charge, story.fee, story.transfer]
    rows += [*story.refunds, *story.disputes]
    return [row.id for row in rows if row is not None]


def _events_about(object_ids: list[str]) -> Sequence[Event]:
    return db.session.scalars(
        select(Event)
        .where(Event.object_id.in_(object_ids))
        .order_by(Event.received_at, Event.created, Event.id)
    ).all()
