"""Items given back to the buyer: who asked, what Stripe made of it, and what it told."""

from collections.abc import Iterable
from functools import partial

from sqlalchemy import select, update

from app import stripe_api
from app.extensions import db, insert_into
from app.models import Charge, Refund, User
from app.models.columns import now
from app.reconciliation.order_rows import VOID_REFUNDS
from app.separate.models import BasketItem, BasketOrder
from app.separate.moves import ItemRefund
from app.separate.once import Asking, once


def refunds_of(order: BasketOrder) -> list[ItemRefund]:
    """What was asked to go back to the buyer of an order, oldest first."""
    query = select(ItemRefund).join(BasketItem).where(BasketItem.basket_order_id == order.id)
    return list(db.session.scalars(query.order_by(ItemRefund.id)))


def ask_for_refund(item: BasketItem, charge: Charge, operator: User) -> None:
    """Give the price of one item back to the buyer, once, however often this is asked. Commits.

    Only the platform's balance is debited for it. Its seller's share comes back with a reversal,
    once Stripe has told of the refund. Raises StripeUnavailable or StripeRefused.
    """
    _claim(item, asked_by_id=operator.id)
    db.session.commit()
    refund = db.session.scalars(select(ItemRefund).filter_by(item_id=item.id)).one()
    _forget_a_failed_one(refund)
    if refund.stripe_id is None:
        resume(refund, charge)


def resume(refund: ItemRefund, charge: Charge) -> None:
    """See that Stripe has made the refund. Commits. Raises StripeUnavailable or StripeRefused."""
    once(refund, lambda: _asking(refund, charge.id))


def attribute(order: BasketOrder, charge: Charge) -> None:
    """Where somebody refunded all of a charge at Stripe, every item was given back. Commits.

    A part refunded there names no item; that is left to the operator, and is a finding.
    """
    if charge.amount_refunded < charge.amount:
        return
    known = {refund.stripe_id for refund in refunds_of(order)}
    unknown = [each for each in told_refunds(charge) if each.id not in known]
    if unknown:
        for item in order.items:
            _claim(item, stripe_id=unknown[-1].id, asked_at=now())
    db.session.commit()


def told_refunds(charge: Charge) -> list[Refund]:
    """The refunds of a charge that move money, as Stripe told of them, oldest first."""
    query = select(Refund).where(Refund.charge_id == charge.id).order_by(Refund.created, Refund.id)
    return [each for each in db.session.scalars(query) if each.status not in VOID_REFUNDS]


def live(refunds: Iterable[ItemRefund], charge: Charge) -> list[ItemRefund]:
    """Those that Stripe has told of, and that move money."""
    told = {refund.id for refund in told_refunds(charge)}
    return [refund for refund in refunds if refund.stripe_id in told]


def _asking(refund: ItemRefund, charge_id: str) -> Asking:
    return Asking(
        find=partial(stripe_api.find_refund, refund.name, charge_id),
        make=partial(
            stripe_api.create_refund,
            refund.name,
            charge_id=charge_id,
            amount=refund.amount,
            reverse_transfer=False,
            refund_application_fee=False,
        ),
    )


def _claim(item: BasketItem, **values: object) -> None:
    """Write down that an item goes back, unless a refund of it is known; the caller commits."""
    claim = insert_into(ItemRefund).values(item_id=item.id, amount=item.amount, **values)
    db.session.execute(
        claim.on_conflict_do_update(
            index_elements=["item_id"],
            set_=values,
            where=ItemRefund.stripe_id.is_(None) & claim.excluded.stripe_id.is_not(None),
        )
    )


def _forget_a_failed_one(refund: ItemRefund) -> None:
    """A refund may fail days after it was made; then the item may be refunded again. Commits."""
    told = db.session.get(Refund, refund.stripe_id or "")
    if told is not None and told.status in VOID_REFUNDS:
        db.session.execute(
            update(ItemRefund)
            .where(ItemRefund.id == refund.id, ItemRefund.stripe_id == told.id)
            .values(stripe_id=None, asked_at=None, attempt=ItemRefund.attempt + 1)
        )
        db.session.commit()
        db.session.refresh(refund)
