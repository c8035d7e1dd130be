"""What baskets add to the crowd: lines of its table, forms, and a paid basket of ben's."""

from typing import Any

from app.separate.models import BasketOrder
from tests.people import Person

ACCESS = """
GET  baskets.show                   302    200     200    200       200
POST baskets.add                    302    303     303    303       303
POST baskets.remove                 302    303     303    303       303
POST baskets.place                  302    303     303    303       303
GET  baskets.order                  302    200     404    404       404
POST baskets.prepare                302    303     404    404       404
GET  baskets.returned               302    200     404    404       404
GET  sellers.baskets                302    200     200    200       200
GET  operators.baskets              302    404     404    404       200
GET  operators.basket               302    404     404    404       200
POST operators.refund_items         302    404     404    404       303
"""
FORMS: dict[str, dict[str, str]] = {"operators.refund_items": {"item": "1"}}
OF_A_BASKET = (
    "baskets.order",
    "baskets.prepare",
    "baskets.returned",
    "operators.basket",
    "operators.refund_items",
)


def furnish(crowd: Any) -> dict[str, dict[str, str]]:
    """Make rows of ben's; by endpoint, what names them in its address and must not reach others."""
    ben = Person(crowd.platform.url, "ben@example.com").signs_in()
    ben.post(f"/basket/items/{crowd.shop.product_id}", "/")
    assert ben.post("/basket/orders", "/basket").status_code == 303
    order = crowd.platform.database.only(BasketOrder)
    crowd.sandbox.pay(order.payment_intent_id)
    return {endpoint: {"reference": order.reference} for endpoint in OF_A_BASKET}
