"""How something is asked of Stripe exactly once: claimed in a row, then asked under its name."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select, update

from app import reconciliation
from app.extensions import db, insert_into
from app.models import AskedOfStripe, Charge, Order
from app.stripe_api import StripeRefused

logger = logging.getLogger(__name__)

Request = TypeVar("Request", bound=AskedOfStripe)

# Whoever else asked for the same may be another operator, at another moment.
MAY_DIFFER = {"asked_by_id", "created_at"}


class Superseded(Exception):
    """Somebody asked for something else meanwhile; nothing was asked this time."""


def claim(model: type[Request], **values: object) -> tuple[Request, bool]:
    """The row of this order and number, committed, and whether it is new.

    `values` are its columns. Raises Superseded where the row holds other figures.
    """
    statement = insert_into(model).values(values).on_conflict_do_nothing().returning(model.id)
    is_new = db.session.scalar(statement) is not None
    request = db.session.scalars(
        select(model).where(model.order_id == values["order_id"], model.number == values["number"])
    ).one()
    if is_new:
        _look_again_at(request.order)
    db.session.commit()
    wrong = [name for name, value in values.items() if getattr(request, name) != value]
    if set(wrong) - MAY_DIFFER:
        raise Superseded
    return request, is_new


def ask(
    request: AskedOfStripe,
    is_new: bool,
    create: Callable[[str], str],
    find: Callable[[str], str | None],
) -> None:
    """Have Stripe do it, unless it has; commits its answer. `create` and `find` take the name.

    Raises StripeRefused, after keeping the reason, or StripeUnavailable, in which case the outcome
    is unknown and asking again is safe, however much later.
    """
    if not request.is_open:
        return
    name = request.name
    logger.warning("operator %s asks for %s", request.asked_by.email, name)
    db.session.commit()  # no transaction is open while Stripe is being asked
    try:
        made = (None if is_new else find(name)) or create(name)
    except StripeRefused as refused:
        _answer(request, refusal=refused.message)
        raise
    _answer(request, stripe_id=made)


def _answer(request: AskedOfStripe, **values: str) -> None:
    model = type(request)
    db.session.execute(
        update(model).where(model.id == request.id, model.stripe_id.is_(None)).values(**values)
    )
    db.session.refresh(request)
    _look_again_at(request.order)
    db.session.commit()


def _look_again_at(order: Order) -> None:
    """The order is not settled while something is under way, and reconciliation must know."""
    for charge in reconciliation.story(order).charges:
        reconciliation.review(Charge.__tablename__, charge.id)
