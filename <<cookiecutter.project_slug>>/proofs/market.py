"""A small market at Stripe, put back as it was before every schedule, and what may happen in it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from app import stripe_api
from proofs.ground import Ground
from sandbox import Sandbox
from sandbox.errors import StripeError

FUTURE = 1e6
"""Seconds: what is to happen at Stripe by and by happens when a schedule says so."""
SLOW = {"settle_after": FUTURE, "payout_step": FUTURE}
ORDERS_AN_ACCOUNT = 2
CARDS = (
    "4242424242424242",
    "4000000000000002",
    "4000000000000259",
    "4000000000007726",
    "4000000000005126",
)
"""Pays; declined; disputed by and by; refunded by and by; a refund that fails by and by."""
TABLES = ("objects", "deliveries", "jobs", "idempotency", "requests")


class Market:
    """Three sellers, one of them made by /v2/core/accounts, and their buyers' PaymentIntents."""

    def __init__(self, ground: Ground) -> None:
        self.sandbox = ground.sandbox
        self.accounts: list[str] = []
        self.intents: list[str] = []
        with ground.app.app_context():
            for seller, api in enumerate(("v1", "v1", "v2"), start=1):
                ground.app.config["STRIPE_ACCOUNTS_API"] = api
                account = stripe_api.create_connected_account(seller, f"{seller}@example.com", 1)
                ground.sandbox.onboard(account)
                self.accounts.append(account)
                self.intents += [_intent(account, n) for n in range(ORDERS_AN_ACCOUNT)]
        run = ground.sandbox.world.store.run
        run("DELETE FROM objects WHERE type IN ('event', 'v2.core.event')")
        self._begin = [tuple(row) for row in run("SELECT * FROM objects ORDER BY seq")]

    def begin_again(self) -> None:
        """As after the making, with nothing that happened since."""
        store = self.sandbox.world.store
        with store.transaction():
            for table in TABLES:
                store.run(f"DELETE FROM {table}")
            for row in self._begin:
                store.run("INSERT INTO objects VALUES (?, ?, ?, ?, ?)", *row)

    def happen(self, what: str, number: int) -> None:
        """Something happens at Stripe, unless Stripe would not have it."""
        with suppress(StripeError):
            HAPPENINGS[what](self, number)

    def account(self, number: int) -> str:
        """One of the accounts."""
        return self.accounts[number % len(self.accounts)]


def _intent(account: str, number: int) -> str:
    return stripe_api.create_destination_charge(
        reference=f"order_{account}_{number}",
        amount=50_00 + number,
        currency="usd",
        application_fee_amount=5_00,
        account_id=account,
    )


def _pay(market: Market, number: int) -> None:
    intent = market.intents[number % len(market.intents)]
    if market.sandbox.world.store.get("payment_intent", intent)["status"] != "succeeded":
        market.sandbox.pay(intent, CARDS[number // len(market.intents) % len(CARDS)])


def _refund(market: Market, number: int) -> None:
    """A part or all of it, with the transfer and the fee or without."""
    charges = [each for each in _charges(market.sandbox) if _refundable(each)]
    if charges:
        charge = charges[number % len(charges)]
        left = charge["amount"] - charge["amount_refunded"]
        market.sandbox.refund(
            charge["id"],
            amount=left if number % 2 else max(left // 3, 1),
            reverse_transfer=bool(charge.get("transfer")) and number % 3 > 0,
            refund_application_fee=bool(charge.get("application_fee")) and number % 3 == 2,
        )


def _dispute(market: Market, number: int) -> None:
    """A dispute begins, or the latest one ends."""
    held = market.sandbox.objects("dispute")
    undecided = [each for each in held if each["status"] == "needs_response"]
    charges = [each for each in _charges(market.sandbox) if _refundable(each)]
    if undecided:
        market.sandbox.close_dispute(undecided[-1]["id"], ("won", "lost")[number % 2])
    elif charges:
        market.sandbox.dispute(charges[number % len(charges)]["id"])


def _payout(market: Market, number: int) -> None:
    outcome = ("paid", "failed", "paid_then_failed")[number // 3 % 3]
    market.sandbox.payout(market.account(number), outcome)


def _time_passes(market: Market, number: int) -> None:
    """One of the things that were to come by and by comes now: a settlement, a payout's step."""
    run = market.sandbox.world.store.run
    jobs = run("SELECT seq FROM jobs ORDER BY seq")
    if jobs:
        run("UPDATE jobs SET due = 0 WHERE seq = ?", jobs[number % len(jobs)]["seq"])
        market.sandbox.world.run_due_jobs()


def _account(change: str) -> "Callable[[Market, int], None]":
    def happen(market: Market, number: int) -> None:
        market.sandbox.change_account(market.account(number), change)

    return happen


def _charges(sandbox: Sandbox) -> list[dict[str, Any]]:
    return sandbox.objects("charge", sandbox.world.platform)


def _refundable(charge: dict[str, Any]) -> bool:
    return bool(charge["paid"] and not charge["disputed"] and not charge["refunded"])


HAPPENINGS: dict[str, Callable[[Market, int], None]] = {
    "pay": _pay,
    "refund": _refund,
    "dispute": _dispute,
    "payout": _payout,
    "time passes": _time_passes,
    "restrict": _account("restrict"),
    "onboard": _account("onboard"),
}
