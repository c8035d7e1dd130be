"""What a confirmed charge and its refunds set in motion, brought to where it ought to be.

Nothing here remembers how far it came: every call looks at all of an order again. So it may be
killed anywhere and called again, and in any order.
"""

from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import select

from app.extensions import db
from app.models import Charge, Refund
from app.separate import refunds, reversals, sending
from app.separate.models import BasketOrder
from app.stripe_api import StripeRefused

CANNOT_YET = (StripeRefused, sending.MoreThanTheCharge, reversals.BeingSent)


class NotAllMoved(Exception):
    """Some of an order's money could not be moved; the rest was. The text says which and why."""


def follow(noun: str, object_id: str) -> None:
    """Called by the inbox after a told row is committed; its event waits until this succeeds.

    Raises NotAllMoved, or StripeUnavailable.
    """
    charge = _charge_of(noun, object_id)
    if charge is None or charge.status != "succeeded":
        return
    order = db.session.scalar(
        select(BasketOrder).where(BasketOrder.payment_intent_id == charge.payment_intent_id)
    )
    if order is not None:
        settle(order, charge)


def settle(order: BasketOrder, charge: Charge) -> None:
    """Ask for all that is owed on a paid order: refunds, reversals, then transfers. Commits.

    What one seller cannot be sent or give back keeps nobody else waiting. Raises as follow().
    """
    problems = [problem for step in _steps(order, charge) if (problem := _tried(step))]
    if problems:
        raise NotAllMoved(" ".join(problems))


def _steps(order: BasketOrder, charge: Charge) -> Iterator[Callable[[], None]]:
    """Each is asked for when the one before it is done, and sees what that has changed."""
    for refund in refunds.refunds_of(order):
        if refund.is_open:
            yield partial(refunds.resume, refund, charge)
    yield partial(refunds.attribute, order, charge)
    shares = {share.account_id: share for share in sending.shares_of(order)}
    for refund in refunds.live(refunds.refunds_of(order), charge):
        if refund.item.seller_amount:
            yield partial(reversals.take_back, refund.item, shares[refund.item.account_id])
    for share in shares.values():
        yield partial(sending.send, share, charge)


def _tried(step: Callable[[], None]) -> str:
    """Why it could not be done now, "" where it was."""
    try:
        step()
    except CANNOT_YET as problem:
        db.session.rollback()
        return str(problem)
    return ""


def _charge_of(noun: str, object_id: str) -> Charge | None:
    if noun == Refund.__tablename__:
        refund = db.session.get(Refund, object_id)
        object_id = (refund.charge_id if refund else None) or ""
    elif noun != Charge.__tablename__:
        return None
    return db.session.get(Charge, object_id, populate_existing=True)
