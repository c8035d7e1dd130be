"""Which told rows are not explained yet: put down when told, taken up when all is settled."""

from typing import TypeVar

from sqlalchemy import delete, select

from app.extensions import db, insert_into, take_turns
from app.models import (
    ApplicationFee,
    BalanceTransaction,
    Charge,
    Dispute,
    LooseEnd,
    Order,
    Payout,
    Refund,
    Told,
    Transfer,
)
from app.reconciliation.kinds import KINDS, AnyStory
from app.reconciliation.loading import story
from app.reconciliation.payout_story import payout_story

Row = TypeVar("Row", bound=Told)

MONEY: dict[str, type[Told]] = {
    model.__tablename__: model
    for model in (Charge, ApplicationFee, Transfer, Refund, Dispute, Payout)
}


def review(noun: str, object_id: str) -> None:
    """Look again at what one told row belongs to. The caller commits, with the row itself."""
    row = db.session.get(MONEY[noun], object_id, populate_existing=True) if noun in MONEY else None
    if row is None:
        return
    db.session.execute(
        insert_into(LooseEnd)
        .values(noun=noun, object_id=object_id, created=row.created)  # type: ignore[attr-defined]
        .on_conflict_do_nothing()
    )
    if isinstance(row, Payout):
        _review_payout(row)
    elif charge_id := charge_id_of(row):
        # Two workers may be told two halves of one order at once; the second waits, and sees both.
        take_turns(charge_id)
        if charge := db.session.get(Charge, charge_id, populate_existing=True):
            review_charge(charge)
    if isinstance(row, Transfer):
        _review_payouts_that_carry(row)


def review_charge(charge: Charge) -> None:
    """Tie up what belongs to a charge, if its order is settled. The caller commits."""
    order = db.session.scalar(
        select(Order).where(Order.payment_intent_id == charge.payment_intent_id)
    )
    if charge.status == "failed":
        _tie_up(charge)
        return
    told: list[AnyStory] = [] if order is None else [story(order)]
    for kind in KINDS:
        told += kind.asked_for([charge.payment_intent_id], lock=True)
    for each in told:
        if each.is_closed:
            _tie_up(*each.rows())


def charge_id_of(row: Told) -> str | None:
    """The id of the charge that a fee, transfer, refund or dispute belongs to."""
    if isinstance(row, Charge):
        return row.id
    if isinstance(row, Transfer):
        return row.source_transaction or _charge_of_group(row.transfer_group)
    return row.charge_id if isinstance(row, ApplicationFee | Refund | Dispute) else None


def _charge_of_group(transfer_group: str | None) -> str | None:
    """A transfer of the platform's own money only names the order, as its transfer_group."""
    if transfer_group is None:
        return None
    return db.session.scalar(
        select(Charge.id).where(Charge.transfer_group == transfer_group, Charge.status != "failed")
    )


def _review_payout(payout: Payout) -> None:
    if payout_story(payout).is_closed:
        _tie_up(payout)
    if payout.status == "paid":
        _review_failed_before(payout)


def _review_failed_before(payout: Payout) -> None:
    """A payout that was paid makes up for those that failed before it."""
    failed = select(Payout).where(
        Payout.account_id.is_not_distinct_from(payout.account_id), Payout.status == "failed"
    )
    for earlier in db.session.scalars(failed):
        if payout_story(earlier).is_closed:
            _tie_up(earlier)


def _review_payouts_that_carry(transfer: Transfer) -> None:
    """A payout may be told before the transfer that explains one of its lines."""
    carrying = (
        select(Payout)
        .join(BalanceTransaction, BalanceTransaction.payout_id == Payout.id)
        .where(BalanceTransaction.source_id == transfer.destination_payment)
    )
    for payout in db.session.scalars(carrying):
        _review_payout(payout)


def _tie_up(*rows: Told) -> None:
    for row in rows:
        db.session.execute(
            delete(LooseEnd).where(LooseEnd.noun == row.__tablename__, LooseEnd.object_id == row.id)
        )
