"""The pages of baskets in the gallery: a basket that was paid, seen from all sides."""

from app.models import Charge, Product, User
from app.separate.models import BasketItem, BasketOrder
from tests.platform_server import Platform
from tests.told_rows import CREATED, plant

VISITORS = {
    "dora": ["/basket"],
    "ben": ["/basket", "/basket/orders/{basket}", "/basket/orders/{basket}/return"],
    "ada": ["/seller/baskets"],
    "olga": ["/operator/baskets", "/operator/baskets/{basket}"],
}


def hang(platform: Platform, buyer: User, seller: User) -> dict[str, str]:
    """A basket of two things, paid, with nothing transferred yet."""
    order = BasketOrder(
        buyer_id=buyer.id, amount=100_00, currency="usd", payment_intent_id="pi_basket"
    )
    plant(platform, order)
    plant(
        platform,
        *(_item(order, seller, product) for product in platform.database.all(Product)[:2]),
        _charge(order),
    )
    return {"basket": order.reference}


def _item(order: BasketOrder, seller: User, product: Product) -> BasketItem:
    return BasketItem(
        basket_order_id=order.id,
        product_id=product.id,
        product_name=product.name,
        seller_id=seller.id,
        account_id=seller.account_id,
        amount=50_00,
        platform_amount=5_00,
    )


def _charge(order: BasketOrder) -> Charge:
    return Charge(
        id="ch_basket",
        read_at=1,
        payment_intent_id=order.payment_intent_id,
        transfer_group=order.reference,
        status="succeeded",
        amount=order.amount,
        amount_captured=order.amount,
        amount_refunded=0,
        currency=order.currency,
        disputed=False,
        created=CREATED,
    )
