"""Every change to a Stripe balance, one row each: https://docs.stripe.com/api/balance_transactions."""

from sandbox.errors import Json, StripeError
from sandbox.ids import new_id, now
from sandbox.lists import page
from sandbox.routing import Call, route
from sandbox.world import World

_CATEGORIES = {
    "application_fee": "platform_earning",
    "application_fee_refund": "platform_earning_refund",
    "adjustment": "dispute",
    "payment": "charge",
    "payment_refund": "refund",
    "transfer_refund": "transfer_reversal",
    "payout_failure": "payout_reversal",
}


def book(
    world: World, owner: str, kind: str, source: Json, amount: int, *,
    stripe_fee: int = 0, application_fee: int = 0, currency: str | None = None,
) -> Json:  # fmt: skip
    """Write one row on an account's books; money coming in waits `available_after` seconds."""
    wait = world.settings.available_after if amount > 0 else 0
    currency = currency or source["currency"]
    entry = {
        "id": new_id("txn_1"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now() + wait,
        "balance_type": "payments",
        "created": now(),
        "currency": currency,
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": stripe_fee + application_fee,
        "fee_details": _fee_details(world, stripe_fee, application_fee, currency),
        "net": amount - stripe_fee - application_fee,
        "reporting_category": _CATEGORIES.get(kind, kind),
        "source": source["id"],
        "status": "available",
        "type": kind,
        "_payout": None,
    }
    return world.store.add(entry, owner)


def entries(world: World, owner: str) -> list[Json]:
    """An account's rows, oldest first, each with the status it has by now."""
    found = world.store.all("balance_transaction", owner)
    return [{**each, "status": _status(each)} for each in found]


def available(world: World, owner: str, currency: str) -> int:
    """What an account could pay out or be debited right now, in this currency."""
    return sum(
        each["net"]
        for each in entries(world, owner)
        if each["currency"] == currency and each["status"] == "available"
    )


@route("GET", "/v1/balance_transactions/<id>", "BalanceTransactionRetrieveParams")
def retrieve(call: Call) -> Json:
    """One row."""
    entry = call.world.store.get("balance_transaction", call.ids["id"], call.account)
    return {**entry, "status": _status(entry)}


@route("GET", "/v1/balance_transactions", "BalanceTransactionListParams")
def list_all(call: Call) -> Json:
    """The rows on these books; `payout` asks which of them an automatic payout carried."""
    found = entries(call.world, call.account)
    if "payout" in call.params:
        _check_reconciled(call)
        found = [each for each in found if each["_payout"] == call.params["payout"]]
    return page(found, call.params, "/v1/balance_transactions", ["currency", "source", "type"])


def _check_reconciled(call: Call) -> None:
    payout = call.world.store.get("payout", call.params["payout"], call.account, "payout", 400)
    if not payout["automatic"]:
        raise StripeError(
            400, "Balance transaction history can only be filtered on automatic payouts.",
            param="payout",
        )  # fmt: skip
    if payout["reconciliation_status"] != "completed":
        raise StripeError(
            400,
            "The transactions of this payout are not ready; wait for"
            " payout.reconciliation_completed.",
            code="payout_reconciliation_not_ready",
            param="payout",
        )


def _status(entry: Json) -> str:
    return "available" if entry["available_on"] <= now() else "pending"


def _fee_details(world: World, stripe: int, application: int, currency: str) -> list[Json]:
    details = []
    if stripe:
        details.append(
            {
                "amount": stripe,
                "application": None,
                "currency": currency,
                "description": "Stripe processing fees",
                "type": "stripe_fee",
            }
        )
    if application:
        details.append(
            {
                "amount": application,
                "application": world.application,
                "currency": currency,
                "description": f"{world.settings.platform_name} application fee",
                "type": "application_fee",
            }
        )
    return details
