"""An order's history: what was asked and what each event proves, in the order it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import AskedOfStripe, Event, RefundRequest, ReversalRequest, Told
from app.operators.desk import bp
from app.operators.forms import form_of
from app.reconciliation import Story

# What each event proves. The longest beginning that fits an event's type is its meaning.
MEANINGS = {
    "charge.succeeded": "The buyer's money was taken. No redirect and no reply proves that.",
    "charge.failed": "An attempt to pay failed; nothing was taken.",
    "charge.pending": "The payment is under way, and may still fail.",
    "charge.updated": "Stripe filled in what it could not know at first, such as the transfer.",
    "charge.refunded": "The buyer was given money back.",
    "charge.dispute": "The buyer's bank disputes the payment.",
    "charge.dispute.funds_withdrawn": "The amount and Stripe's dispute fee left the platform's"
    " balance, not the seller's.",
    "charge.dispute.funds_reinstated": "The dispute was won: the amount is in the platform's"
    " balance again.",
    "charge.dispute.closed": "The bank has decided; nobody has to answer it any more.",
    "transfer.created": "The payment is in the seller's Stripe balance. It is not in a bank yet.",
    "transfer.reversed": "Some of it was taken back from the seller's Stripe balance.",
    "application_fee.created": "The platform's share came out of the seller's Stripe balance.",
    "application_fee.refund": "Some of the platform's share was given back to the seller.",
    "refund": "How a refund stands; one may fail long after it seemed to succeed.",
    "refund.failed": "The buyer's bank sent the refund back; the money is with the platform.",
    "payout.created": "Money began its way from a Stripe balance to a bank.",
    "payout.paid": "It should be in the bank. The bank may still send it back.",
    "payout.failed": "The bank sent it back; it is in the Stripe balance again.",
    "payout.reconciliation_completed": "From now on Stripe says which sales it contains.",
}
SENT_AGAIN = "It was sent again: from the platform's balance to the seller's Stripe balance."


@dataclass(frozen=True)
class Moment:
    """One line of a history: an event, or a request to move money back."""

    when: datetime
    event: Event | None = None
    request: AskedOfStripe | None = None
    words: str = ""

    @property
    def again(self) -> tuple[str, dict[str, int]] | None:
        """Where and how to ask once more, where Stripe's answer is not known."""
        return form_of(self.request) if self.request and self.request.is_open else None

    @property
    def kind(self) -> str:
        """What was asked for, in Stripe's nouns."""
        if isinstance(self.request, RefundRequest):
            return "refund"
        return "transfer reversal" if isinstance(self.request, ReversalRequest) else "new transfer"


@bp.app_template_filter("meaning")
def meaning(event_type: str) -> str:
    """What an event of this type proves, in a sentence; "" where there is nothing to add."""
    fitting = [beginning for beginning in MEANINGS if event_type.startswith(beginning)]
    return MEANINGS[max(fitting, key=len)] if fitting else ""


def of_order(story: Story) -> list[Moment]:
    """All that was asked and told about an order, in the order it came."""
    again = {transfer.id for transfer in story.sent_again}
    moments = [
        Moment(event.received_at, event=event, words=SENT_AGAIN)
        if event.type == "transfer.created" and event.object_id in again
        else Moment(event.received_at, event=event, words=meaning(event.type))
        for event in _events_about(_ids_told(story))
    ]
    moments += [Moment(request.created_at, request=request) for request in story.requests]
    return sorted(moments, key=lambda moment: moment.when)


def of_objects(*object_ids: str) -> list[Moment]:
    """All that was told about some objects, in the order it came."""
    return [
        Moment(event.received_at, event=event, words=meaning(event.type))
        for event in _events_about(list(object_ids))
    ]


def _ids_told(story: Story) -> list[str]:
    """The ids of all that Stripe told about an order."""
    rows: list[Told | None] = [*story.charges, story.failed_charge, story.fee, *story.transfers]
    rows += [*story.refunds, *story.disputes]
    return [row.id for row in rows if row is not None]


def _events_about(object_ids: list[str]) -> Sequence[Event]:
    return db.session.scalars(
        select(Event)
        .where(Event.object_id.in_(object_ids))
        .order_by(Event.received_at, Event.created, Event.id)
    ).all()
