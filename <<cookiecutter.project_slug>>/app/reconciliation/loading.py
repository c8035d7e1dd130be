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
    refund_requests = _asked(RefundRequest, orders)
    reversal_requests = _asked(ReversalRequest, orders)
    transfer_requests = _asked(TransferRequest, orders)

    def tell(order: Order) -> Story:
        attempts = charges.get(order.payment_intent_id, [])
        taken = [charge for charge in attempts if charge.status != "failed"]
        failed = [charge for charge in attempts if charge.status == "failed"]
        of = [charge.id for charge in taken]
        moved = [transfer for key in of for transfer in transfers.get(key, [])]
        moved += [each for each in others.get(order.reference, []) if not each.source_transaction]
        return Story(
            order,
            charges=taken,
            failed_charge=failed[-1] if failed else None,
            fee=next((fee for key in of for fee in fees.get(key, [])), None),
            transfers=moved,
            reversals=[each for transfer in moved for each in reversals.get(transfer.id, [])],
            refunds=[refund for key in of for refund in refunds.get(key, [])],
            disputes=[dispute for key in of for dispute in disputes.get(key, [])],
            refund_requests=refund_requests.get(order.id, []),
            reversal_requests=reversal_requests.get(order.id, []),
            transfer_requests=transfer_requests.get(order.id, []),
        )

    return [tell(order) for order in orders]


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
