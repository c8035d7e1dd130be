"""The queries behind the stories of orders: a fixed number, however many orders are asked about."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select

from app.extensions import db
from app.models import (
    ApplicationFee,
    AskedOfStripe,
    Charge,
    Dispute,
    Order,
    Refund,
    RefundRequest,
    ReversalRequest,
    Transfer,
    TransferRequest,
    TransferReversal,
)
from app.reconciliation.order_story import Story

Row = TypeVar("Row", Charge, ApplicationFee, Transfer, TransferReversal, Refund, Dispute)
Request = TypeVar("Request", bound=AskedOfStripe)


def story(order: Order) -> Story:
    """The story of one order."""
    return stories([order])[0]


def stories(orders: Sequence[Order]) -> list[Story]:
    """The story of each order, in the same order, with ten queries for all of them."""
    intents = [order.payment_intent_id for order in orders if order.payment_intent_id]
    charges = rows_by("payment_intent_id", Charge, intents)
    ids = [charge.id for made in charges.values() for charge in made]
    fees = rows_by("charge_id", ApplicationFee, ids)
    transfers = rows_by("source_transaction", Transfer, ids)
    # A transfer without a charge of its own names the order instead.
    others = rows_by("transfer_group", Transfer, [order.reference for order in orders])
    known = {each.id for made in (*transfers.values(), *others.values()) for each in made}
    reversals = rows_by("transfer_id", TransferReversal, known)
    refunds = rows_by("charge_id", Refund, ids)
    disputes = rows_by("charge_id", Dispute, ids)
    to_refund, to_reverse = _asked(RefundRequest, orders), _asked(ReversalRequest, orders)
    to_transfer = _asked(TransferRequest, orders)

    def tell(order: Order) -> Story:
        attempts = charges.get(order.payment_intent_id, [])
        taken = [charge for charge in attempts if charge.status != "failed"]
        failed = [charge for charge in attempts if charge.status == "failed"]
        of = [charge.id for charge in taken]
        again = [each for each in _of(others, [order.reference]) if not each.source_transaction]
        moved = [*_of(transfers, of), *again]
        return Story(
            order, taken, failed[-1] if failed else None, next(iter(_of(fees, of)), None), moved,
            _of(reversals, [each.id for each in moved]), _of(refunds, of), _of(disputes, of),
            to_refund.get(order.id, []), to_reverse.get(order.id, []),
            to_transfer.get(order.id, []),
        )  # fmt: skip

    return [tell(order) for order in orders]


def _of(rows: dict[str | None, list[Row]], keys: Iterable[str]) -> list[Row]:
    return [row for key in keys for row in rows.get(key, [])]


def rows_by(column: str, model: type[Row], values: Iterable[str]) -> dict[str | None, list[Row]]:
    """The rows whose column holds one of the values, by that value, oldest first."""
    found: dict[str | None, list[Row]] = {}
    key = getattr(model, column)
    rows = db.session.scalars(select(model).where(key.in_(list(values))))
    for row in sorted(rows, key=lambda row: (row.created, row.id)):
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _asked(model: type[Request], orders: Sequence[Order]) -> dict[int, list[Request]]:
    """What was asked for each of the orders, by order, oldest first."""
    found: dict[int, list[Request]] = {}
    asked = select(model).where(model.order_id.in_([order.id for order in orders]))
    for request in db.session.scalars(asked.order_by(model.order_id, model.number)):
        found.setdefault(request.order_id, []).append(request)
    return found
