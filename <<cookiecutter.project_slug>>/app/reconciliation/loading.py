"""The queries behind the stories of orders: a fixed number, however many orders are asked about."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select

from app.extensions import db
from app.models import ApplicationFee, Charge, Dispute, Order, Refund, Transfer
from app.reconciliation.order_story import Story

Row = TypeVar("Row", Charge, ApplicationFee, Transfer, Refund, Dispute)


def story(order: Order) -> Story:
    """The story of one order."""
    return stories([order])[0]


def stories(orders: Sequence[Order]) -> list[Story]:
    """The story of each order, in the same order, with five queries for all of them."""
    intents = [order.payment_intent_id for order in orders if order.payment_intent_id]
    charges = _by("payment_intent_id", Charge, intents)
    ids = [charge.id for made in charges.values() for charge in made]
    fees = _by("charge_id", ApplicationFee, ids)
    transfers = _by("source_transaction", Transfer, ids)
    refunds = _by("charge_id", Refund, ids)
    disputes = _by("charge_id", Dispute, ids)

    def tell(order: Order) -> Story:
        attempts = charges.get(order.payment_intent_id, [])
        taken = [charge for charge in attempts if charge.status != "failed"]
        failed = [charge for charge in attempts if charge.status == "failed"]
        of = [charge.id for charge in taken]
        return Story(
            order,
            charges=taken,
            failed_charge=failed[-1] if failed else None,
            fee=next((fee for key in of for fee in fees.get(key, [])), None),
            transfer=next((transfer for key in of for transfer in transfers.get(key, [])), None),
            refunds=[refund for key in of for refund in refunds.get(key, [])],
            disputes=[dispute for key in of for dispute in disputes.get(key, [])],
        )

    return [tell(order) for order in orders]


def _by(column: str, model: type[Row], values: Iterable[str]) -> dict[str | None, list[Row]]:
    """The rows whose column holds one of the values, by that value, oldest first."""
    found: dict[str | None, list[Row]] = {}
    key = getattr(model, column)
    rows = db.session.scalars(select(model).where(key.in_(list(values))))
    for row in sorted(rows, key=lambda row: (row.created, row.id)):
        found.setdefault(getattr(row, column), []).append(row)
    return found
