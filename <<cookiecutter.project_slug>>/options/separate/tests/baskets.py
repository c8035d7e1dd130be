"""The beginning that the tests of baskets share: three sellers, and one order over all of them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from app.models import Charge
from app.separate.models import BasketItem, BasketOrder
from app.separate.moves import SellerTransfer
from tests.people import Person
from tests.platform_server import Platform
from tests.stories import Seller, a_seller

PEOPLE = ("ada@example.com", "bob@example.com", "cyd@example.com")


@dataclass(frozen=True)
class Market:
    """Three ready sellers, each with one thing for 50.00, of which the platform keeps 5.00."""

    platform: Platform
    sandbox: Any
    sellers: list[Seller]
    buyer: Person

    def order(self, *sellers: Seller) -> BasketOrder:
        """The buyer's order of one thing of each of these sellers, or of all; not yet paid."""
        for seller in sellers or self.sellers:
            path = f"/basket/items/{seller.product_id}"
            assert self.buyer.post(path, "/").status_code == 303
        answer = self.buyer.post("/basket/orders", "/basket")
        assert answer.status_code == 303, answer.text
        order = self.platform.database.all(BasketOrder)[-1]
        assert answer.headers["Location"].endswith(order.reference)
        return order

    def pay(self, order: BasketOrder, card: str = "4242424242424242") -> None:
        """Pay, and let every event arrive."""
        self.sandbox.pay(order.payment_intent_id, card)
        self.settle()

    def settle(self) -> None:
        """Let every event arrive."""
        self.sandbox.release()
        self.sandbox.drain()

    def charge(self, order: BasketOrder) -> Charge:
        """The one charge that paid an order, as it was told."""
        [charge] = [
            each
            for each in self.platform.database.all(Charge)
            if each.payment_intent_id == order.payment_intent_id and each.status == "succeeded"
        ]
        return charge

    def transfers(self) -> list[tuple[str, int, int]]:
        """Where each transfer at Stripe went, its amount, and how much of it was reversed."""
        return sorted(
            (each["destination"], each["amount"], each["amount_reversed"])
            for each in self.sandbox.objects("transfer")
        )

    def each_got(self, amount: int, back: int = 0) -> list[tuple[str, int, int]]:
        """What transfers() says when every seller got one transfer of this amount."""
        return sorted((seller.account_id, amount, back) for seller in self.sellers)

    def shares(self) -> dict[str, SellerTransfer]:
        """The rows that ask for the transfers, by account."""
        return {share.account_id: share for share in self.platform.database.all(SellerTransfer)}

    def item_of(self, seller: Seller, order: BasketOrder) -> BasketItem:
        """The seller's item in an order."""
        [item] = [
            item
            for item in self.platform.database.all(BasketItem)
            if (item.account_id, item.basket_order_id) == (seller.account_id, order.id)
        ]
        return item

    def write(self, statement: str) -> None:
        """As if something had happened in the database that no page can bring about."""
        with self.platform.database.engine.begin() as connection:
            connection.execute(text(statement))


def a_market(platform: Platform, sandbox: Any) -> Market:
    """Three sellers and a buyer."""
    sellers = [a_seller(platform, sandbox, email) for email in PEOPLE]
    return Market(platform, sandbox, sellers, platform.person("ben@example.com"))


def an_operator(platform: Platform) -> Person:
    """Olga, who runs the platform."""
    olga = platform.person("olga@example.com")
    made = platform.app.test_cli_runner().invoke(
        args=["users", "create-operator", "olga@example.com"]
    )
    assert made.exit_code == 0, made.output
    return olga


def work(platform: Platform) -> str:
    """Process what waits, at once, as an operator's command or a worker does; what it says."""
    done = platform.app.test_cli_runner().invoke(
        args=["stripe", "work", "--once", "--now", "--json"]
    )
    return str(done.stdout)
