"""Everybody who may come by: a seller and a buyer with rows of their own, and four who own none.

ACCESS is the one table of who may do what. A route that has no line there fails the tests.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.extensions import Base
from app.models import ApplicationFee, Charge, Event, Order, Payout, Transfer, User
from tests import more_rooms
from tests.people import Person
from tests.platform_server import Platform
from tests.stories import Seller, a_seller, account_of, an_order

VISITORS = ("anonymous", "owner", "seller", "buyer", "operator")

# The owner is ada, whose shop it is, or ben where the row is his order. 302: sign in first (or:
# you have). 303: done. 404: there is no such page for you. 422: the form was not right.
ACCESS = """
route                         anonymous  owner  seller  buyer  operator
GET  static                         200    200     200    200       200
GET  health.healthz                 200    200     200    200       200
GET  health.readyz                  200    200     200    200       200
GET  auth.register                  200    302     302    302       302
POST auth.register                  422    302     302    302       302
GET  auth.login                     200    302     302    302       302
POST auth.login                     422    302     302    302       302
POST auth.logout                    303    303     303    303       303
GET  checkout.products              200    200     200    200       200
POST checkout.buy                   302    303     303    303       303
GET  checkout.show                  302    200     404    404       404
POST checkout.prepare               302    303     404    404       404
GET  checkout.returned              302    200     404    404       404
GET  sellers.show                   302    200     200    200       200
GET  sellers.payout                 302    200     404    404       404
POST sellers.add_product            302    303     303    303       303
POST onboarding.start               302    303     303    303       303
GET  onboarding.refresh             302    303     303    303       303
GET  onboarding.returned            302    200     200    200       200
POST onboarding.dashboard           302    303     303    303       303
GET  operators.orders               302    404     404    404       200
GET  operators.sellers              302    404     404    404       200
GET  operators.payouts              302    404     404    404       200
GET  operators.events               302    404     404    404       200
GET  operators.order                302    404     404    404       200
GET  operators.earnings             302    404     404    404       200
GET  operators.payout               302    404     404    404       200
GET  operators.refund               302    404     404    404       200
POST operators.ask_refund           302    404     404    404       303
GET  operators.reversal             302    404     404    404       200
POST operators.ask_reversal         302    404     404    404       303
POST operators.send_again           302    404     404    404       303
GET  operators.search               302    404     404    404       302
POST operators.replay               302    404     404    404       303
POST operators.resync               302    404     404    404       303
POST webhooks.platform              400    400     400    400       400
POST webhooks.connect               400    400     400    400       400
POST webhooks.thin                  400    400     400    400       400
"""

ADA = "ada.lovelace@example.com"
BEN = "ben@example.com"
SHOWN = {"number": "1", "amount": "100", "transfer_reversed": "0", "fee_refunded": "0"}
FORMS = {
    "sellers.add_product": {"name": "A drawing", "price": "12.00"},
    "operators.ask_refund": SHOWN,
    "operators.ask_reversal": SHOWN,
    "operators.send_again": SHOWN,
    **more_rooms.FORMS,
}


@dataclass(frozen=True)
class Route:
    """One method of one rule of the URL map."""

    method: str
    rule: Rule

    @property
    def name(self) -> str:
        """As the table calls it."""
        return f"{self.method} {self.rule.endpoint}"

    @property
    def form(self) -> dict[str, str]:
        """Something to send."""
        return FORMS.get(self.rule.endpoint, {})


def routes(app: Flask) -> list[Route]:
    """Every route the app has; the one that signs people out comes last."""
    every = [
        Route(method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    return sorted(every, key=lambda route: (route.rule.endpoint == "auth.logout", route.name))


def access() -> dict[str, dict[str, int]]:
    """The table: for each route, the status that each visitor gets."""
    _, *lines = filter(None, f"{ACCESS}{more_rooms.ACCESS}".splitlines())
    table = {}
    for method, endpoint, *statuses in map(str.split, lines):
        table[f"{method} {endpoint}"] = dict(zip(VISITORS, map(int, statuses), strict=True))
    return table


class Crowd:
    """The visitors, signed in, around ada's shop and ben's orders."""

    def __init__(self, platform: Platform, sandbox: Any) -> None:
        self.platform = platform
        self.sandbox = sandbox
        self.shop: Seller = a_seller(platform, sandbox, ADA)
        self._ben_pays()
        self.order = an_order(platform, self.shop)
        self.more = more_rooms.furnish(self)
        self.people = {
            "anonymous": platform.visitor(),
            "seller": a_seller(platform, sandbox, "carl@example.com").person,
            "buyer": platform.person("dora@example.com"),
            "operator": platform.person("olga@example.com"),
        }
        self.ben = Person(platform.url, BEN).signs_in()
        made = platform.app.test_cli_runner().invoke(
            args=["users", "create-operator", "olga@example.com"]
        )
        assert made.exit_code == 0, made.output
        sandbox.drain()
        sandbox.hold()  # from here on, only what the visitors do changes rows

    def _ben_pays(self) -> None:
        paid = an_order(self.platform, self.shop)
        self.sandbox.pay(paid.payment_intent_id)
        self.sandbox.payout(self.shop.account_id)
        self.sandbox.drain()

    def visitor(self, name: str, route: Route) -> Person:
        """The person of that name; who owns a row depends on the row."""
        if name == "owner":
            return self.ben if "reference" in route.rule.arguments else self.shop.person
        return self.people[name]

    def path(self, route: Route) -> str:
        """The route's address, with the ids of ada's and ben's rows."""
        ids = {
            "filename": "style.css",
            "product_id": str(self.shop.product_id),
            "reference": self.order.reference,
            "payout_id": self.platform.database.only(Payout).id,
            "event_id": self.platform.database.all(Event)[0].id,
            "account_id": self.shop.account_id,
            **self.more.get(route.rule.endpoint, {}),
        }
        values = {name: ids[name] for name in route.rule.arguments}
        return str(self.platform.app.url_map.bind("").build(route.rule.endpoint, values))

    def marks(self) -> dict[str, set[str]]:
        """What names each person's rows and must not reach others; "nobody": reaches no page."""
        fetch = self.platform.database.all
        account = account_of(self.platform, ADA)
        told = {
            row.id for model in (ApplicationFee, Charge, Payout, Transfer) for row in fetch(model)
        }
        orders = [order for order in fetch(Order) if order.buyer_id == self.order.buyer_id]
        return {
            ADA: {ADA, account, *told},
            BEN: {BEN}
            | {order.reference for order in orders}
            | {str(order.payment_intent_id) for order in orders}
            | {name for named in self.more.values() for name in named.values()},
            "nobody": {intent["client_secret"] for intent in self.sandbox.objects("payment_intent")}
            | {user.password_hash for user in fetch(User)},
        }

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with self.platform.database.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }
