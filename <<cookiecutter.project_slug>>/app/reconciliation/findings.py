"""What an operator has to look at: read from the loose ends alone; nothing is changed."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import func, select, tuple_

from app.extensions import db
from app.models import Charge, Event, LooseEnd, Order, Payout, Told
from app.models.columns import now
from app.models.event import WAITING
from app.reconciliation import order_story, payout_story
from app.reconciliation.differences import sentence
from app.reconciliation.kinds import KINDS, AnyStory
from app.reconciliation.loading import stories
from app.reconciliation.loose_ends import MONEY, charge_id_of
from app.reconciliation.payout_story import PayoutStory, payout_stories

Row = TypeVar("Row", bound=Told)

BATCH = 500
PATIENCE = timedelta(hours=1)
"""How long Stripe may take to tell the rest of a story before it counts as stuck."""
PATIENCE_WITH_BANKS = timedelta(days=5)


@dataclass(frozen=True)
class Finding:
    """Something that does not hold, in one word and in words."""

    kind: str
    noun: str
    object_id: str
    words: str
    reference: str | None = None
    """The order it concerns, where it concerns one."""
    account_id: str | None = None


Watch = Callable[[int], None]


def count() -> int:
    """How many loose ends there are to look at."""
    return db.session.scalar(select(func.count()).select_from(LooseEnd)) or 0


def findings(
    patience: timedelta = PATIENCE, watch: Watch = lambda looked_at: None
) -> Iterator[Finding]:
    """Everything that does not hold. `watch` hears how many loose ends each step looked at."""
    before = int(time.time() - patience.total_seconds())
    seen: set[str] = set()
    for ends in _batches():
        payouts = [end.object_id for end in ends if end.noun == Payout.__tablename__]
        yield from _payout_findings(payouts, before)
        yield from _order_findings(
            [end for end in ends if end.noun != Payout.__tablename__], before, seen
        )
        watch(len(ends))
    yield from _event_findings(patience)


def _batches() -> Iterator[Sequence[LooseEnd]]:
    """The loose ends, oldest first, some at a time."""
    after = (-1, "", "")
    key = (LooseEnd.created, LooseEnd.noun, LooseEnd.object_id)
    while True:
        ends = db.session.scalars(
            select(LooseEnd).where(tuple_(*key) > tuple_(*after)).order_by(*key).limit(BATCH)
        ).all()
        if not ends:
            return
        yield ends
        after = (ends[-1].created, ends[-1].noun, ends[-1].object_id)


def _order_findings(ends: list[LooseEnd], before: int, seen: set[str]) -> Iterator[Finding]:
    charge_ids = _charge_ids(ends)
    charges = {charge.id: charge for charge in _rows(Charge, set(charge_ids.values()) - seen)}
    for end, charge_id in charge_ids.items():
        if charge_id not in charges and charge_id not in seen and end.created <= before:
            words = "Stripe never told us of the charge it belongs to."
            yield Finding("orphan", end.noun, end.object_id, words)

    seen.update(charges)
    intents = [charge.payment_intent_id for charge in charges.values()]
    orders = db.session.scalars(select(Order).where(Order.payment_intent_id.in_(intents))).all()
    told: list[AnyStory] = [*stories(orders)]
    for kind in KINDS:
        told += kind.asked_for(intents)
    asked = {each.order.payment_intent_id for each in told}
    for charge in charges.values():
        if charge.payment_intent_id not in asked:
            words = "Money was taken that no order asked for."
            yield Finding("unknown charge", Charge.__tablename__, charge.id, words)
    for each in told:
        yield from _story_findings(each, before)


def _charge_ids(ends: list[LooseEnd]) -> dict[LooseEnd, str | None]:
    """For each loose end, the charge that it belongs to, told or not."""
    named: dict[tuple[str, str], str | None] = {}
    for noun in {end.noun for end in ends}:
        for row in _rows(MONEY[noun], {end.object_id for end in ends if end.noun == noun}):
            named[noun, row.id] = charge_id_of(row)
    return {end: named.get((end.noun, end.object_id)) for end in ends}


def _rows(model: type[Row], ids: Collection[str | None]) -> Sequence[Row]:
    return db.session.scalars(select(model).where(model.id.in_(ids))).all()


def _story_findings(told: AnyStory, before: int) -> Iterator[Finding]:
    charge = told.charge
    if charge is None or told.is_closed:
        return
    waiting = told.state in (order_story.PAID, order_story.PAYMENT_PENDING, *order_story.CLOSED)
    if waiting and told.asked_last() > before:
        return
    yield Finding(
        "stuck" if waiting else told.state,
        Charge.__tablename__,
        charge.id,
        told.reason,
        told.order.reference,
        told.order.account_id,
    )


def _payout_findings(payout_ids: list[str], before: int) -> Iterator[Finding]:
    if not payout_ids:
        return
    payouts = db.session.scalars(select(Payout).where(Payout.id.in_(payout_ids))).all()
    for told in payout_stories(payouts):
        if words := _payout_words(told, before):
            kind, text = words
            payout = told.payout
            yield Finding(kind, Payout.__tablename__, payout.id, text, None, payout.account_id)


def _payout_words(told: PayoutStory, before: int) -> tuple[str, str] | None:
    payout = told.payout
    if told.is_closed:
        return None
    if told.state == payout_story.FAILED:
        reason = payout.failure_message or payout.failure_code or "no reason was given"
        return "payout failed", f"The bank sent it back ({reason}); it is in the Stripe balance."
    if differences := told.differences():
        return "payout mismatch", sentence(differences)
    if payout.arrival_date < before - PATIENCE_WITH_BANKS.total_seconds():
        return "stuck", f"It was due days ago and is {told.state}; Stripe told nothing since."
    return None


def _event_findings(patience: timedelta) -> Iterator[Finding]:
    stuck = select(Event).where(
        Event.state == WAITING,
        (Event.error.is_not(None)) | (Event.received_at < now() - patience),
    )
    for event in db.session.scalars(stuck.order_by(Event.received_at)):
        words = event.error or "It was stored and never processed."
        yield Finding("event waiting", Event.__tablename__, event.id, words, None, event.account)
