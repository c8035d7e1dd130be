"""The queries behind the stories of basket orders: a fixed number, however many are asked about."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Charge, Dispute, Refund, Transfer
from app.reconciliation.loading import rows_by
from app.separate.models import BasketItem, BasketOrder
from app.separate.moves import ItemRefund, ItemReversal, SellerTransfer
from app.separate.story import BasketStory


def story(order: BasketOrder) -> BasketStory:
    """The story of one basket order."""
    return stories([order])[0]


def stories(orders: Sequence[BasketOrder]) -> list[BasketStory]:
    """The story of each order, in the same order."""
    intents = [order.payment_intent_id for order in orders if order.payment_intent_id]
    charges = rows_by("payment_intent_id", Charge, intents)
    ids = [charge.id for made in charges.values() for charge in made]
    transfers = rows_by("transfer_group", Transfer, [order.reference for order in orders])
    refunds = rows_by("charge_id", Refund, ids)
    disputes = rows_by("charge_id", Dispute, ids)
    keys = [order.id for order in orders]
    shares = _asked(SellerTransfer, SellerTransfer.basket_order_id, select(SellerTransfer), keys)
    item_refunds = _of_items(ItemRefund, keys)
    reversals = _of_items(ItemReversal, keys)

    def tell(order: BasketOrder) -> BasketStory:
        attempts = charges.get(order.payment_intent_id, [])
        taken = [charge for charge in attempts if charge.status != "failed"]
        failed = [charge for charge in attempts if charge.status == "failed"]
        return BasketStory(
            order,
            charges=taken,
            failed_charge=failed[-1] if failed else None,
            transfers=transfers.get(order.reference, []),
            refunds=[refund for charge in taken for refund in refunds.get(charge.id, [])],
            disputes=[dispute for charge in taken for dispute in disputes.get(charge.id, [])],
            shares=shares.get(order.id, []),
            item_refunds=item_refunds.get(order.id, []),
            reversals=reversals.get(order.id, []),
        )

    return [tell(order) for order in orders]


class Baskets:
    """What reconciliation, payouts and the desk ask of a kind of order: see KINDS there."""

    page = "operators.basket"

    def asked_for(
        self, payment_intent_ids: Collection[str | None], *, lock: bool = False
    ) -> list[BasketStory]:
        """The stories of the orders that asked for these payments."""
        query = select(BasketOrder).where(BasketOrder.payment_intent_id.in_(payment_intent_ids))
        return stories(db.session.scalars(query.with_for_update() if lock else query).all())

    def sales(self, transfers: Sequence[Transfer]) -> dict[str, SellerTransfer]:
        """Whose share of which order each transfer is, by the transfer's id."""
        shares: dict[tuple[str | None, str], SellerTransfer] = {
            (share.reference, share.account_id): share
            for share in db.session.scalars(
                select(SellerTransfer)
                .join(BasketOrder)
                .where(BasketOrder.reference.in_({each.transfer_group for each in transfers}))
            )
        }
        found = {each.id: shares.get((each.transfer_group, each.destination)) for each in transfers}
        return {transfer_id: share for transfer_id, share in found.items() if share}

    def reference_of(self, name: str) -> str | None:
        """The reference of the order that a reference or a PaymentIntent's id belongs to."""
        return db.session.scalar(
            select(BasketOrder.reference).where(
                or_(BasketOrder.reference == name, BasketOrder.payment_intent_id == name)
            )
        )


def _of_items(model: type[Any], order_ids: Iterable[int]) -> dict[int, list[Any]]:
    query = select(model).join(BasketItem)
    return _asked(model, BasketItem.basket_order_id, query, order_ids)


def _asked(model: type[Any], column: Any, query: Any, keys: Iterable[int]) -> dict[int, list[Any]]:
    """What was asked for each of the orders, by order, oldest first."""
    found: dict[int, list[Any]] = {}
    wanted = query.add_columns(column).where(column.in_(list(keys))).order_by(model.id)
    for row, key in db.session.execute(wanted):
        found.setdefault(key, []).append(row)
    return found


BASKETS = Baskets()
