"""How something is asked of Stripe exactly once: claimed in a row, then asked under its name."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import select, update

from app import reconciliation
from app.extensions import db, insert_into
from app.models import AskedOfStripe, Charge, Order, User
from app.models.columns import now
from app.stripe_api import StripeRefused

logger = logging.getLogger(__name__)

Request = TypeVar("Request", bound=AskedOfStripe)

# Whoever else asked for the same may be another operator, at another moment.
MAY_DIFFER = {"asked_by_id", "created_at"}


class Superseded(Exception):
    """Somebody asked for something else meanwhile; nothing was asked this time."""


def once(
    model: type[Request],
    order: Order,
    operator: User,
    number: int,
    asked: Sequence[Request],
    *,
    check: Callable[[], None],
    create: Callable[[str], str],
    find: Callable[[str], str | None],
    **columns: object,
) -> Request:
    """The order's request of this number, asked of Stripe; the next one is claimed after `check`.

    `asked` are those so far; `create` and `find` take the request's name. Raises Superseded, what
    `check` raises, StripeRefused (nothing was made), or StripeUnavailable: the outcome is unknown,
    and asking again with the same number is safe, however much later.
    """
    if number == len(asked) + 1:
        check()
    elif not 0 < number <= len(asked):
        raise Superseded
    columns |= {"order_id": order.id, "number": number, "currency": order.currency}
    columns |= {"asked_by_id": operator.id, "created_at": now()}
    request, is_new = _claim(model, columns)
    if request.is_open:
        _ask(request, is_new, create, find)
    return request


def _claim(model: type[Request], values: dict[str, object]) -> tuple[Request, bool]:
    """The row of this order and number, committed, and whether it is new.

    Raises Superseded where the row holds other figures.
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


def _ask(
    request: AskedOfStripe,
    is_new: bool,
    create: Callable[[str], str],
    find: Callable[[str], str | None],
) -> None:
    """Have Stripe do it, unless it has, and keep its answer, a refusal's reason too. Commits."""
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
