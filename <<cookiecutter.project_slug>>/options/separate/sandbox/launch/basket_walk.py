"""The tour's steps over three sellers: one basket, one payment, a transfer for each."""

from sandbox.launch.ledger import Row
from sandbox.launch.lessons import Lesson
from sandbox.launch.people import BUYER, SELLER, sign_up
from sandbox.launch.walk import _CARD, Walk
from sandbox.money import ZERO_DECIMAL, shown

_OTHERS = ("bob@example.com", "cyd@example.com")
_TRANSFERS = Lesson(
    "No redirect and no reply moves money on: the confirmed charge does. Each transfer is a row"
    " first, its key is the row's name, and all of them together are never more than the charge.",
    "app/separate/follow.py:settle, app/separate/sending.py:send, app/separate/once.py:once",
)


class BasketWalk(Walk):
    """One purchase over several sellers, after the first seller's first sale."""

    def whole(self) -> None:
        """Every step, and then whether it adds up."""
        for email in _OTHERS:
            self.join(email)
        order = self.fill()
        self.pay(order)
        self.add_up_shares(order)

    def join(self, email: str) -> None:
        """Another seller signs up, onboards and offers something."""
        seller = sign_up(self.platform, email)
        seller.open(self.platform + "/seller")
        seller.submit("/onboarding/start")
        seller.submit("/onboarding/", choice="onboard")
        [user] = self.ledger.rows("users", email=email)
        account = self._told(
            "connected_accounts", lambda row: row["charges_enabled"], id=user["account_id"]
        )
        price = "900" if self.currency in ZERO_DECIMAL else "31.00"
        seller.open(self.platform + "/seller")
        seller.submit("/seller/products", name="A tin whistle", price=price)
        self.report.step(f"{email} signed up to sell as well, and offered a tin whistle",
                         self._why(account, "connected_accounts"))  # fmt: skip

    def fill(self) -> Row:
        """The buyer puts one thing of each seller into the basket and orders them all."""
        self.buyer = sign_up(self.platform, BUYER)
        products = self.ledger.rows("products")
        for product in products:
            self.buyer.open(self.platform + "/")
            self.buyer.submit(f"/basket/items/{product['id']}")
        self.buyer.open(self.platform + "/basket")
        self.buyer.submit("/basket/orders")
        [order] = self.ledger.rows("basket_orders")
        self.report.step(
            f"{BUYER} ordered {len(products)} things of {SELLER}, {' and '.join(_OTHERS)} at once:"
            f" {shown(order['amount'], self.currency)}"
        )
        return order

    def pay(self, order: Row) -> None:
        """One card, one payment."""
        intent = self._confirm(_CARD)
        self.report.check(intent.get("status") == "succeeded", f"the basket's card said: {intent}")
        charge = self._told(
            "charges",
            lambda row: row["status"] == "succeeded",
            payment_intent_id=order["payment_intent_id"],
        )
        self.report.step("paid once, for all of them", self._why(charge, "charges"))
        self.report.check(charge["destination"] is None, "a basket's charge went to one seller")

    def add_up_shares(self, order: Row) -> None:
        """One transfer each, of what was sold less the platform's part of it."""
        items = self.ledger.rows("basket_items", basket_order_id=order["id"])
        check, moved = self.report.check, 0
        for share in self.ledger.rows("seller_transfers", basket_order_id=order["id"]):
            account = share["account_id"]
            transfer = self._told(
                "transfers", bool, destination=account, transfer_group=order["reference"]
            )
            self.report.step(
                f"{shown(transfer['amount'], self.currency)} moved to {account}",
                self._why(transfer, "transfers"),
                _TRANSFERS if moved == 0 else None,
            )
            sold = [item for item in items if item["account_id"] == account]
            owed = sum(item["amount"] - item["platform_amount"] for item in sold)
            check(transfer["amount"] == owed, f"{account} got {transfer['amount']}, not {owed}")
            moved += transfer["amount"]
        kept = sum(item["platform_amount"] for item in items)
        check(len({item["account_id"] for item in items}) == 3, "the basket had not three sellers")
        check(moved + kept == order["amount"], f"{order['amount']} is not {moved} + {kept}")
