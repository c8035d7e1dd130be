"""What somebody has put aside to buy: ids of products in their session, and nothing about money."""

from flask import session
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Product

KEY = "basket"
MOST = 20
"""Things in one basket; the session is a cookie, and a cookie is small."""


class Full(Exception):
    """There is no room for another thing."""


def products() -> list[Product]:
    """What is in it and still offered, in the order in which it was put there."""
    ids = _ids()
    query = select(Product).options(joinedload(Product.seller)).where(Product.id.in_(ids))
    found = {product.id: product for product in db.session.scalars(query)}
    return [found[each] for each in ids if each in found]


def put(product: Product) -> None:
    """Once; a second time changes nothing. Raises Full."""
    ids = _ids()
    if product.id in ids:
        return
    if len(ids) >= MOST:
        raise Full(f"A basket holds {MOST} things. Pay for these first.")
    session[KEY] = [*ids, product.id]


def take_out(product_id: int) -> None:
    """Whether it was in there or not."""
    session[KEY] = [each for each in _ids() if each != product_id]


def empty() -> None:
    """After it became an order."""
    session.pop(KEY, None)


def count() -> int:
    """How many things are in it, for the link to it."""
    return len(_ids())


def _ids() -> list[int]:
    return list(session.get(KEY, []))
