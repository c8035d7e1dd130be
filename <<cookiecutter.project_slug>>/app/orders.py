"""What a buyer asks for: an order with our figures first, then its PaymentIntent at Stripe."""

from typing import Any

from flask import current_app
from sqlalchemy import update

from app import money, readiness, stripe_api
from app.extensions import db
from app.models import Order, Product, User
from app.readiness import Readiness


class SellerNotReady(Exception):
    """The seller cannot take payments now; `readiness` says why."""

    def __init__(self, readiness: Readiness) -> None:
        super().__init__("; ".join(readiness.reasons))
        self.readiness = readiness


def place(product: Product, buyer: User) -> Order:
    """A new order, committed, with amount, currency, fee and destination from our own rows.

    Raises SellerNotReady, in which case nothing is written.
    """
    state = readiness.of_seller(product.seller)
    if not state.can_sell:
        raise SellerNotReady(state)
    order = Order(
        buyer_id=buyer.id,
        seller_id=product.seller_id,
        product_id=product.id,
        product_name=product.name,
        account_id=product.seller.account_id,
        amount=product.amount,
        currency=product.currency,
        application_fee_amount=money.application_fee(
            product.amount, current_app.config["APPLICATION_FEE_BPS"]
        ),
    )
    db.session.add(order)
    db.session.commit()
    return order


def ensure_payment_intent(order: Order) -> str:
    """The id of the order's one PaymentIntent, made if there is none yet. Commits.

    Raises StripeUnavailable (try again: the idempotency key is the order's) or StripeRefused.
    """
    if order.payment_intent_id is None:
        payment_intent_id = stripe_api.create_destination_charge(
            reference=order.reference,
            amount=order.amount,
            currency=order.currency,
            application_fee_amount=order.application_fee_amount,
            account_id=order.account_id,
        )
        keep_payment_intent(order, payment_intent_id)
    return str(order.payment_intent_id)


def keep_payment_intent(order: Any, payment_intent_id: str) -> None:
    """Write the id down, unless somebody who asked at the same time has: Stripe gave both the same.

    For any kind of order. Commits.
    """
    kind = type(order)
    db.session.execute(
        update(kind)
        .where(kind.id == order.id, kind.payment_intent_id.is_(None))
        .values(payment_intent_id=payment_intent_id)
    )
    db.session.commit()
    db.session.refresh(order)
