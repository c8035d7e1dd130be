"""People at a platform that keeps dying: sellers, a buyer, and what happens to them at Stripe."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import requests

from app.models import ConnectedAccount, Order, Product, User
from proofs.market import CARDS
from sandbox import Sandbox
from sandbox.errors import StripeError
from tests.people import Person
from tests.platform_server import Database

SELLERS = 3
PATIENCE = 60
"""Seconds until the platform must have acted on what it was told."""
PAUSE = 0.15
"""Seconds between deeds, so that the platform gets to answer some of it while it lives."""


class Load(threading.Thread):
    """One thread that does one thing after another, until told to stop."""

    def __init__(self, url: str, sandbox: Sandbox, database: Database, number: int) -> None:
        super().__init__(daemon=True)
        self.failure: Exception | None = None
        self._sandbox, self._database = sandbox, database
        self._dice = random.Random(number)
        self._stopped = threading.Event()
        self.buyer = Person(url, "ben@example.com").signs_up()
        self._accounts = [self._seller(url, number) for number in range(SELLERS)]
        self._products = [product.id for product in database.all(Product)]

    def _seller(self, url: str, number: int) -> str:
        email = f"seller{number}@example.com"
        person = Person(url, email).signs_up()
        person.post("/onboarding/start")
        [account] = [u.account_id for u in self._database.all(User) if u.email == email]
        assert account is not None, "a seller could not begin to onboard"
        self._sandbox.onboard(account)
        self._sandbox.drain()
        self._await_word_of(account)
        person.post("/seller/products", "/seller", name="A drawing", price="50.00")
        return account

    def _await_word_of(self, account: str) -> None:
        """Workers may take a moment, where there are some."""
        deadline = time.monotonic() + PATIENCE
        while self._database.fetch(ConnectedAccount, account) is None:
            assert time.monotonic() < deadline, f"nobody was told of {account}"
            time.sleep(0.05)

    def run(self) -> None:
        """Go on; the platform's silence is part of it, anything else ends the proof."""
        deeds: list[Callable[[], object]] = [
            self._buy, self._buy, self._pay, self._pay, self._refund, self._pay_out, self._change,
        ]  # fmt: skip
        try:
            while not self._stopped.wait(PAUSE):
                with suppress(StripeError, requests.RequestException):
                    self._dice.choice(deeds)()
        except Exception as failure:
            self.failure = failure

    def stop(self) -> None:
        """Finish what is being done. Raises what ended it before."""
        self._stopped.set()
        self.join()
        if self.failure:
            raise self.failure

    def _buy(self) -> None:
        self.buyer.post(f"/checkout/{self._dice.choice(self._products)}", "/")

    def _pay(self) -> None:
        unpaid = [
            intent["id"]
            for intent in self._sandbox.objects("payment_intent")
            if intent["status"] == "requires_payment_method"
        ]
        if unpaid:
            self._sandbox.pay(self._dice.choice(unpaid), self._dice.choice(CARDS))

    def _refund(self) -> None:
        charges = [each for each in self._sandbox.objects("charge") if each.get("transfer")]
        good = [each for each in charges if not (each["disputed"] or each["refunded"])]
        if good:
            charge = self._dice.choice(good)
            self._sandbox.refund(charge["id"], amount=1_00, reverse_transfer=True)

    def _pay_out(self) -> None:
        outcome = self._dice.choice(("paid", "failed", "paid_then_failed"))
        self._sandbox.payout(self._dice.choice(self._accounts), outcome)

    def _change(self) -> None:
        """Restricted at times, and soon allowed again, so that buying goes on."""
        account = self._dice.choice(self._accounts)
        self._sandbox.change_account(account, "restrict")
        self._sandbox.change_account(account, "onboard")


def asked_twice(sandbox: Sandbox, database: Database) -> list[str]:
    """Each seller or order that has more than one account or PaymentIntent at Stripe."""
    asked: dict[str, list[str]] = {}
    for account in sandbox.objects("account"):
        asked.setdefault(f"seller {account['metadata'].get('seller_id')}", []).append(account["id"])
    intents: dict[str, list[str]] = {}
    for intent in sandbox.objects("payment_intent"):
        intents.setdefault(intent["metadata"]["order"], []).append(intent["id"])
    wrong = [f"{who} has {made}" for who, made in {**asked, **intents}.items() if len(made) > 1]
    for order in database.all(Order):
        made = intents.get(order.reference, [])
        if order.payment_intent_id is not None and made != [order.payment_intent_id]:
            wrong.append(f"{order.reference} says {order.payment_intent_id}, Stripe has {made}")
    return wrong
