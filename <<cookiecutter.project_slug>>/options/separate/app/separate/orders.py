"""A basket becomes an order with our figures first, then one PaymentIntent for all its sellers."""

from collections.abc import Sequence

from flask import current_app

from app import money, orders, readiness
from app.extensions import db
from app.models import Product, User
from app.separate.models import BasketItem, BasketOrder
from app.separate.moves import SellerTransfer
from app.stripe_api.separate import create_separate_charge


class CannotBeOneOrder(Exception):
    """These products cannot be paid for together; the text says why, to the buyer."""


def place(products: Sequence[Product], buyer: User) -> BasketOrder:
    """A new order, committed, with each seller's share of it written down beside it.

    Raises CannotBeOneOrder or SellerNotReady, in which case nothing is written.
    """
    amount = sum(product.amount for product in products)
    currency = _one_currency(products)
    if amount > money.MAXIMUM_CHARGE:
        most = money.format_amount(money.MAXIMUM_CHARGE, currency)
        raise CannotBeOneOrder(f"One payment can be {most} at most. Take something out.")
    for product in products:
        state = readiness.of_seller(product.seller)
        if not state.can_sell:
            raise orders.SellerNotReady(state)
    order = BasketOrder(
        buyer_id=buyer.id,
        amount=amount,
        currency=currency,
        items=[_item(product) for product in products],
    )
    db.session.add(order)
    for account_id in dict.fromkeys(item.account_id for item in order.items):
        parts = [item.seller_amount for item in order.items if item.account_id == account_id]
        db.session.add(SellerTransfer(order=order, account_id=account_id, amount=sum(parts)))
    db.session.commit()
    return order


def ensure_payment_intent(order: BasketOrder) -> str:
    """The id of the order's one PaymentIntent, made if there is none yet. Commits.

    Raises StripeUnavailable (try again: the idempotency key is the order's) or StripeRefused.
    """
    if order.payment_intent_id is None:
        orders.keep_payment_intent(
            order,
            create_separate_charge(
                reference=order.reference, amount=order.amount, currency=order.currency
            ),
        )
    return str(order.payment_intent_id)


def _one_currency(products: Sequence[Product]) -> str:
    currencies = {product.currency for product in products}
    if not currencies:
        raise CannotBeOneOrder("The basket is empty.")
    if len(currencies) > 1:
        words = " and ".join(sorted(currency.upper() for currency in currencies))
        raise CannotBeOneOrder(f"One payment has one currency, and these are priced in {words}.")
    return currencies.pop()


def _item(product: Product) -> BasketItem:
    return BasketItem(
        product_id=product.id,
        product_name=product.name,
        seller_id=product.seller_id,
        account_id=product.seller.account_id,
        amount=product.amount,
        platform_amount=money.application_fee(
            product.amount, current_app.config["APPLICATION_FEE_BPS"]
        ),
    )
