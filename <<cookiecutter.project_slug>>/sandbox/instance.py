"""A sandbox to start, steer and look at from Python: what tests and the launcher use."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox.deliveries import Deliveries
from sandbox.errors import Json, StripeError
from sandbox.faults import Faults
from sandbox.nouns import (
    account_life,
    cards,
    charging,
    disputes,
    payouts,
    refunds,
    webhook_endpoints,
)
from sandbox.settings import Settings
from sandbox.store import Store, public
from sandbox.watching import Watching
from sandbox.web import Server
from sandbox.world import World

Observer = Callable[[str, str, Json], None]
"""Told of each API call: its method, its route, its parameters or its answer."""

_PATHS = {"platform": "/webhooks/stripe", "connect": "/webhooks/stripe/connect",
          "thin": "/webhooks/stripe/thin"}  # fmt: skip
_CHANGES = {
    "onboard": account_life.onboard,
    "incomplete": account_life.submit_partly,
    "restrict_later": account_life.announce_deadline,
    "restrict": account_life.restrict,
    "reject": account_life.reject,
    "deauthorize": account_life.deauthorize,
}


class Sandbox(Watching):
    """One stand-in for Stripe, alive between `with` and its end, on a port of its own.

    Settings are those of `sandbox.settings.Settings`, by name.
    """

    def __init__(
        self, path: Path | str, port: int = 0, settings: Settings | None = None, **named: Any
    ) -> None:
        self.settings = settings or Settings(**named)
        self.on_answer: Observer = lambda method, path, body: None
        self.before_answer: Observer = lambda method, path, params: None
        self.world = World(self.settings, Store(Path(path)))
        self._deliveries = Deliveries(self.world)
        self._server = Server(self, port)
        self.url = self.world.base_url = self._server.url
        if self.settings.public_url:
            self.connect_platform(self.settings.public_url)
        self._server.start()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering and delivering; what is owed waits in the file for the next start."""
        self._server.stop()
        self._deliveries.stop()
        self.world.store.close()

    @property
    def secret_key(self) -> str:
        """The platform's STRIPE_SECRET_KEY."""
        return self.settings.secret_key

    @property
    def publishable_key(self) -> str:
        """The platform's STRIPE_PUBLISHABLE_KEY."""
        return self.settings.publishable_key

    @property
    def faults(self) -> Faults:
        """What is to go wrong next."""
        return self.world.faults

    def connect_platform(
        self, public_url: str, platform_secret: str | None = None,
        connect_secret: str | None = None, thin_secret: str | None = None,
    ) -> None:  # fmt: skip
        """(Re)register the platform's three endpoints; secrets default to the settings'."""
        known = self.settings
        secrets = {
            "platform": platform_secret or known.platform_secret,
            "connect": connect_secret or known.connect_secret,
            "thin": thin_secret or known.thin_secret,
        }
        with self.world.transaction():
            held = {each["_scope"]: each for each in self.world.store.all("webhook_endpoint")
                    if each.get("_default")}  # fmt: skip
            for scope, secret in secrets.items():
                endpoint = held.get(scope) or webhook_endpoints.register(
                    self.world, "", scope, secret
                )
                url = public_url.rstrip("/") + _PATHS[scope]
                endpoint.update(url=url, _default=True, _secrets=[secret])
                endpoint["status"] = "enabled" if secret else "disabled"
                self.world.store.save(endpoint)

    # People: what a seller, a buyer or a bank would do.

    def onboard(self, account: str) -> Json:
        """Complete hosted onboarding: capabilities active, charges and payouts enabled."""
        return self.change_account(account, "onboard")

    def change_account(self, account: str, change: str, **how: Any) -> Json:
        """`onboard`, `incomplete`, `restrict_later` (seconds=), `restrict`, `reject` (reason=),
        `deauthorize`."""
        with self.world.transaction():
            _CHANGES[change](self.world, account, **how)
        return public(self.world.store.get("account", account))

    def pay(
        self, payment_intent: str, card: str = "4242424242424242", authenticate: bool = True
    ) -> Json:
        """What Stripe.js would do with this card; a decline is told by the intent's state."""
        with self.world.transaction():
            intent = self.world.store.get("payment_intent", payment_intent)
            method = cards.payment_method(cards.named(card))
            self.world.store.add(method, self.world.store.owner(payment_intent))
            intent.update(payment_method=method["id"], status="requires_confirmation")
        try:
            with self.world.transaction():
                charging.attempt(self.world, intent, None)
                if intent["status"] == "requires_action" and authenticate:
                    charging.authenticate(self.world, intent, approved=True)
        except StripeError as refusal:
            if not refusal.keep:
                raise
        return public(self.world.store.get("payment_intent", payment_intent))

    def payout(self, account: str, outcome: str = "paid", currency: str | None = None) -> Json:
        """Pay out all that is available: `paid`, `failed` or `paid_then_failed`."""
        with self.world.transaction():
            made = payouts.pay_out(self.world, account, outcome, currency)
        return public(self.world.store.get("payout", made["id"]))

    def refund(
        self, charge: str, amount: int | None = None, reverse_transfer: bool = False,
        refund_application_fee: bool = False,
    ) -> Json:  # fmt: skip
        """Refund from the Dashboard, outside the app: only events tell the platform."""
        with self.world.transaction():
            held = self.world.store.get("charge", charge)
            made = refunds.issue(
                self.world, held, amount or held["amount"] - held["amount_refunded"],
                reverse_transfer=reverse_transfer, refund_fee=refund_application_fee,
            )  # fmt: skip
        return public(self.world.store.get("refund", made["id"]))

    def dispute(self, charge: str, reason: str = "fraudulent", inquiry: bool = False) -> Json:
        """The buyer's bank disputes a charge."""
        with self.world.transaction():
            return public(disputes.open_dispute(self.world, charge, reason, inquiry))

    def close_dispute(self, dispute: str, status: str = "lost") -> Json:
        """The bank decides: `won`, `lost` or `warning_closed`."""
        with self.world.transaction():
            return public(disputes.close_dispute(self.world, dispute, status))
