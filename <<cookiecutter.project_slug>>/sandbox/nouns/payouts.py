"""Payouts: from a Stripe balance to a bank. A payout may be paid and fail days later.

Docs: https://docs.stripe.com/api/payouts, https://docs.stripe.com/connect/payouts-connected-accounts.
"""

from sandbox.errors import Json, invalid, too_small
from sandbox.ids import new_id, now
from sandbox.lists import page
from sandbox.money import check_currency
from sandbox.nouns.accounts import merged
from sandbox.nouns.balance_transactions import available, book, entries
from sandbox.nouns.payout_life import begin
from sandbox.routing import Call, route
from sandbox.world import World


@route("POST", "/v1/payouts", "PayoutCreateParams")
def create(call: Call) -> Json:
    """A payout by hand; the sandbox's bank takes it. Refused when the money is not available."""
    params, world = call.params, call.world
    currency = check_currency(params["currency"])
    if call.connected:
        _check_enabled(world.store.get("account", call.account))
    if params["amount"] < 1:
        raise too_small("amount")
    if params["amount"] > available(world, call.account, currency):
        message = "You have insufficient funds in your Stripe account for this payout."
        raise invalid(message, "balance_insufficient")
    payout = _new(world, call.account, params["amount"], currency, automatic=False)
    payout["description"] = params.get("description")
    payout["metadata"] = params.get("metadata", {})
    _send(world, call.account, payout, "paid")
    return payout


def pay_out(world: World, account: str, outcome: str = "paid", currency: str | None = None) -> Json:
    """An automatic payout of all there is; `outcome` is paid, failed or paid_then_failed."""
    held = world.store.get("account", account)
    currency = currency or held["default_currency"]
    amount = available(world, account, currency)
    _check_enabled(held)
    if amount <= 0:
        raise invalid(f"Nothing is available in {currency} to pay out.", "balance_insufficient")
    payout = _new(world, account, amount, currency, automatic=True)
    for entry in entries(world, account):
        open_entry = entry["status"] == "available" and not entry["_payout"]
        if open_entry and entry["currency"] == currency:
            world.store.save({**entry, "_payout": payout["id"]})
    _send(world, account, payout, outcome)
    return payout


def _check_enabled(account: Json) -> None:
    if not account["payouts_enabled"]:
        raise invalid("This account cannot currently make payouts.", "payouts_not_allowed")


def _send(world: World, owner: str, payout: Json, outcome: str) -> None:
    entry = book(world, owner, "payout", payout, -payout["amount"])
    payout["balance_transaction"] = entry["id"]
    if payout["automatic"]:
        world.store.save({**entry, "_payout": payout["id"]})
    world.store.add({**payout, "_outcome": outcome}, owner)
    account = None if owner == world.platform else owner
    world.emit("payout.created", payout, account)
    begin(world, payout["id"])


def _new(world: World, owner: str, amount: int, currency: str, automatic: bool) -> Json:
    account = world.store.find("account", owner)
    banks = account["external_accounts"]["data"] if account else []
    return {
        "id": new_id("po_1"),
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": now() + 2 * 24 * 3600,
        "automatic": automatic,
        "balance_transaction": None,
        "created": now(),
        "currency": currency,
        "description": "STRIPE PAYOUT" if automatic else None,
        "destination": banks[0]["id"] if banks else None,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "in_progress" if automatic else "not_applicable",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": None,
        "status": "pending",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
    }


@route("GET", "/v1/payouts/<id>", "PayoutRetrieveParams")
def retrieve(call: Call) -> Json:
    """A payout on these books."""
    return call.world.store.get("payout", call.ids["id"], call.account, "payout")


@route("GET", "/v1/payouts", "PayoutListParams")
def list_all(call: Call) -> Json:
    """The payouts on these books, newest first."""
    held = call.world.store.all("payout", call.account)
    return page(held, call.params, "/v1/payouts", ["status", "destination"])


@route("POST", "/v1/payouts/<id>", "PayoutUpdateParams")
def update(call: Call) -> Json:
    """Change a payout's metadata."""
    payout = retrieve(call)
    payout["metadata"] = merged(payout["metadata"], call.params.get("metadata", {}))
    call.world.store.save(payout)
    call.world.emit("payout.updated", payout, call.connected, previous={})
    return payout


@route("POST", "/v1/payouts/<id>/cancel", "PayoutCancelParams")
def cancel(call: Call) -> Json:
    """Stop a payout that is still pending; the money is back on the balance."""
    payout = retrieve(call)
    if payout["status"] != "pending":
        raise invalid("Payouts can only be canceled while pending.")
    payout["status"] = "canceled"
    back = book(call.world, call.account, "payout_cancel", payout, payout["amount"])
    payout["failure_balance_transaction"] = back["id"]
    call.world.store.save(payout)
    call.world.emit("payout.canceled", payout, call.connected)
    return payout
