"""The beginnings that many tests share: a seller who may sell, an order, an event delivered."""

from dataclasses import dataclass
from typing import Any

import requests

from app.models import ConnectedAccount, Order, Product, User
from tests.people import Person
from tests.platform_server import Platform
from tests.told_rows import plant


@dataclass(frozen=True)
class Seller:
    """A seller whom Stripe lets sell, with one product."""

    person: Person
    account_id: str
    product_id: int


def a_seller(platform: Platform, sandbox: Any, email: str = "ada@example.com") -> Seller:
    """Sign up, onboard at the sandbox, wait for its word, have a product for 50.00."""
    person = platform.person(email)
    assert person.post("/onboarding/start").status_code == 303
    account_id = account_of(platform, email)
    sandbox.onboard(account_id)
    sandbox.drain()
    account = platform.database.fetch(ConnectedAccount, account_id)
    assert account is not None
    assert account.charges_enabled
    return Seller(person, account_id, a_product(platform, email).id)


def a_product(platform: Platform, email: str) -> Product:
    """Something this seller offers for 5000 minor units."""
    product = Product(
        seller_id=user_of(platform, email).id,
        name="A drawing",
        amount=50_00,
        currency=platform.app.config["PLATFORM_CURRENCY"],
    )
    plant(platform, product)
    return product


def account_of(platform: Platform, email: str) -> str:
    """The acct_ id that a user was given."""
    account_id = user_of(platform, email).account_id
    assert account_id is not None
    return account_id


def user_of(platform: Platform, email: str) -> User:
    """The user with this address."""
    [user] = [user for user in platform.database.all(User) if user.email == email]
    return user


def an_order(platform: Platform, seller: Seller, email: str = "ben@example.com") -> Order:
    """A new buyer's order for the seller's product, its PaymentIntent not yet paid."""
    known = [user.email for user in platform.database.all(User)]
    buyer = Person(platform.url, email)
    buyer = buyer.signs_in() if email in known else buyer.signs_up()
    answer = buyer.post(f"/checkout/{seller.product_id}", "/")
    assert answer.status_code == 303, answer.text
    order = platform.database.all(Order)[-1]
    assert answer.headers["Location"].endswith(order.reference)
    return order


def post_event(platform: Platform, sandbox: Any, event: dict[str, Any]) -> int:
    """Deliver one event as Stripe would, to the endpoint it belongs to; the status."""
    scope = "connect" if "account" in event else "platform"
    url, body, headers = sandbox.signed(event, scope)
    return requests.post(url, data=body, headers=headers, timeout=60).status_code
