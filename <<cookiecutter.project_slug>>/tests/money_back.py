"""An operator who moves money back, step by step, and what each balance at the sandbox holds."""

import re
from dataclasses import dataclass
from typing import Any

import requests

from app import reconciliation
from app.models import Order
from tests.people import Person
from tests.platform_server import Platform
from tests.reading import an_operator
from tests.stories import Seller, a_seller, an_order

ALL_FLAGS = ("reverse_transfer", "refund_application_fee")


def wish(amount: str, *flags: str) -> dict[str, str]:
    """What is filled in: an amount, and just these flags."""
    return {"chosen": "1", "amount": amount, **dict.fromkeys(flags, "on")}


@dataclass
class Desk:
    """An operator before one paid order; balances count from before it was paid."""

    platform: Platform
    sandbox: Any
    olga: Person
    seller: Seller
    order: Order
    currency: str = "usd"
    before: tuple[int, int] = (0, 0)

    def path(self, page: str = "") -> str:
        """An address of the order on the desk."""
        return f"/operator/orders/{self.order.reference}{page}"

    def see(self, page: str, **query: str) -> str:
        """A page about the order."""
        answer = self.olga.session.get(self.olga.url + self.path(page), params=query, timeout=30)
        assert answer.status_code == 200
        return answer.text

    def press(self, page: str, form: dict[str, str]) -> requests.Response:
        """Send a form's fields, as its button does."""
        return self.olga.session.post(
            self.olga.url + self.path(page), data=form, allow_redirects=False, timeout=60
        )

    def refund(self, **filled: str) -> list[int]:
        """Preview, then press the button; what the preview said buyer, seller and platform get."""
        page = self.see("/refund", **filled)
        assert self.press("/refund", fields(page)).status_code == 303
        self.sandbox.drain()
        return shown(page)

    def nets(self) -> tuple[int, int]:
        """What the seller's and the platform's balance hold at the sandbox, since `before`."""
        seller, platform = _nets(self.sandbox, self.seller.account_id, self.currency)
        return seller - self.before[0], platform - self.before[1]

    def told(self) -> tuple[int | None, int | None]:
        """The same by our own told rows."""
        with self.platform.app.app_context():
            shares = reconciliation.shares(reconciliation.story(self.order))
        return (shares.seller, shares.platform) if shares else (None, None)

    def findings(self) -> list[str]:
        """All that does not hold, in words."""
        with self.platform.app.app_context():
            return [each.words for each in reconciliation.findings()]

    @property
    def state(self) -> str:
        """How the order stands."""
        with self.platform.app.app_context():
            return reconciliation.story(self.order).state

    @property
    def charge_id(self) -> str:
        """The order's charge."""
        intent = self.sandbox.world.store.get("payment_intent", self.order.payment_intent_id)
        return str(intent["latest_charge"])


def a_desk(
    platform: Platform,
    sandbox: Any,
    *,
    price: int = 50_00,
    currency: str = "usd",
    fee_bps: int = 1000,
    card: str = "4242424242424242",
    other_sales: int = 0,
) -> Desk:
    """A sale, paid and told; other sales of the same price first, so that balances are not bare."""
    seller = a_seller(platform, sandbox)
    with platform.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE products SET amount = {price}, currency = '{currency}'")
    platform.app.config["APPLICATION_FEE_BPS"] = fee_bps
    for _ in range(other_sales):
        sandbox.pay(an_order(platform, seller).payment_intent_id)
    before = _nets(sandbox, seller.account_id, currency)
    order = an_order(platform, seller)
    sandbox.pay(order.payment_intent_id, card=card)
    sandbox.drain()
    return Desk(platform, sandbox, an_operator(platform), seller, order, currency, before)


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the last form on a page."""
    form = page.rpartition("<form")[2]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def shown(page: str) -> list[int]:
    """What buyer, seller and platform then have by the effect's last column, in minor units."""
    cells = re.findall(r'data-label="Then"><span class="amount">(-?[\d,.]+) \w+', page)
    return [int(re.sub("[,.]", "", cell)) for cell in cells]


def _nets(sandbox: Any, account_id: str, currency: str) -> tuple[int, int]:
    seller, platform = (
        sum(row["net"] for row in sandbox.objects("balance_transaction", owner)
            if row["currency"] == currency)
        for owner in (account_id, sandbox.world.platform)
    )  # fmt: skip
    return seller, platform
