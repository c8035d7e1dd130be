"""Everybody uses the platform while it fails after each call to Stripe; what they saw is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from app.models import Order, Product, User
from proofs.exposed_process import ExposedProcess
from sandbox import Sandbox
from tests.people import PASSWORD, Person
from tests.platform_server import Database

TRIES = 8
WRONG_PASSWORD = "a password typed wrongly"
DECLINED = "4000000000000002"


@dataclass
class Tour:
    """What was seen on the way: every answer, and the sessions at the end."""

    url: str
    sandbox: Sandbox
    database: Database
    answers: list[requests.Response] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    def person(self, email: str) -> Person:
        """Somebody whose every answer is kept."""
        person = Person(self.url, email)
        person.session.hooks["response"].append(lambda answer, **_: self.answers.append(answer))
        self.people.append(person)
        return person

    def walk(self, platform: ExposedProcess) -> None:
        """From sign-up to a payout that fails, a refund and a dispute."""
        ada = self._sell()
        order = self._buy()
        self._give_back()
        self._operate(platform)
        for path in ("/", "/seller", "/onboarding/return", "/nothing", "/readyz", "/operator"):
            ada.get(path)
        stranger = self.person("eve@example.com")
        stranger.get(f"/checkout/orders/{order.reference}")
        stranger.session.post(self.url + "/webhooks/stripe", data="{}", timeout=30)
        ada.session.post(self.url + "/onboarding/start", timeout=30)

    def _sell(self) -> Person:
        ada = self.person("ada@example.com").signs_up()
        guesser = self.person(ada.email)
        guesser.post("/auth/login", "/auth/login", email=ada.email, password=WRONG_PASSWORD)
        until(303, lambda: ada.post("/onboarding/start"))
        [user] = self.database.all(User)
        self.sandbox.onboard(str(user.account_id))
        self.sandbox.drain()
        until(303, lambda: ada.get("/onboarding/refresh"))
        until(303, lambda: ada.post("/onboarding/dashboard"))
        ada.post("/seller/products", "/seller", name="A drawing", price="50.00")
        return ada

    def _buy(self) -> Order:
        ben = self.person("ben@example.com").signs_up()
        product = self.database.only(Product)
        until(303, lambda: ben.post(f"/checkout/{product.id}", "/"))
        order = self.database.all(Order)[-1]
        page = f"/checkout/orders/{order.reference}"
        intent = str(order.payment_intent_id)
        until(200, lambda: ben.get(page))
        self.sandbox.pay(intent, card=DECLINED)
        self.sandbox.drain()
        until(200, lambda: ben.get(page))
        self.sandbox.pay(intent)
        secret = (self.sandbox.find(intent) or {})["client_secret"]
        back = f"{page}/return?payment_intent={intent}&payment_intent_client_secret={secret}"
        for _ in range(2):
            ben.get(f"{back}&redirect_status=succeeded")
        self.person("ben@example.com").get(back)  # whose session has ended meanwhile
        self.sandbox.drain()
        until(200, lambda: ben.get(page))
        return order

    def _give_back(self) -> None:
        [user] = [user for user in self.database.all(User) if user.account_id]
        for outcome in ("paid_then_failed", "paid"):
            self.sandbox.payout(str(user.account_id), outcome)
            self.sandbox.drain()
        [charge] = [each for each in self.sandbox.objects("charge") if each["transfer"]]
        self.sandbox.refund(charge["id"], 1_00)
        self.sandbox.dispute(charge["id"])
        self.sandbox.drain()

    def _operate(self, platform: ExposedProcess) -> None:
        olga = self.person("olga@example.com")
        made = platform.command(
            "users", "create-operator", olga.email, "--password-stdin", typed=PASSWORD
        )
        assert made == 0
        olga.signs_in()
        for command in (
            ("stripe", "backfill", "--since", "1d"),
            ("stripe", "reconcile", "--against-stripe", "--since", "1d"),
        ):
            failed = ""
            while failed != (failed := platform.failures.read_text()):
                platform.command(*command)
        for page in ("", "/sellers", "/payouts", "/events"):
            olga.get(f"/operator{page}")


def until(status: int, act: Callable[[], requests.Response]) -> None:
    """Try again while the platform fails on purpose. Raises AssertionError where it goes on so."""
    statuses = []
    for _ in range(TRIES):
        statuses.append(act().status_code)
        if statuses[-1] == status:
            return
    raise AssertionError(f"answered {statuses}, never {status}")
