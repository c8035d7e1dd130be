"""What the told rows must hold, worked out from the sandbox's objects and not by a projection."""

from collections.abc import Callable
from typing import Any

from app.models import (
    ApplicationFee,
    BalanceTransaction,
    Charge,
    ConnectedAccount,
    Dispute,
    Payout,
    Refund,
    Told,
    Transfer,
    TransferReversal,
)
from sandbox import Sandbox

Json = dict[str, Any]
Rows = dict[str, Json]

TOLD: dict[type[Told], Callable[[Sandbox], Rows]] = {}


def _told(model: type[Told]) -> Callable[[Callable[[Sandbox], Rows]], Callable[[Sandbox], Rows]]:
    def register(rows: Callable[[Sandbox], Rows]) -> Callable[[Sandbox], Rows]:
        TOLD[model] = rows
        return rows

    return register


def _of(objects: list[Json], *same: str, **more: Callable[[Json], Any]) -> Rows:
    """Rows whose columns are named as Stripe names them, and some that are worked out."""
    return {
        each["id"]: {
            "id": each["id"],
            **{name: each.get(name) for name in same},
            **{name: work_out(each) for name, work_out in more.items()},
        }
        for each in objects
    }


def _platform_charges(sandbox: Sandbox) -> list[Json]:
    return sandbox.objects("charge", sandbox.world.platform)


@_told(Charge)
def _charges(sandbox: Sandbox) -> Rows:
    return _of(
        _platform_charges(sandbox),
        *("transfer_group status amount amount_captured amount_refunded currency").split(),
        *("application_fee_amount disputed failure_code failure_message created").split(),
        payment_intent_id=lambda charge: charge["payment_intent"],
        destination=lambda charge: (charge["transfer_data"] or {}).get("destination"),
        balance_transaction_id=lambda charge: charge["balance_transaction"],
        processing_fee=lambda charge: _kept(sandbox, charge).get("fee"),
        processing_fee_currency=lambda charge: _kept(sandbox, charge).get("currency"),
    )


def _kept(sandbox: Sandbox, charge: Json) -> Json:
    found = sandbox.world.store.find("balance_transaction", charge["balance_transaction"])
    return found or {}


@_told(ApplicationFee)
def _fees(sandbox: Sandbox) -> Rows:
    # The join, from the other end: the charge that says the fee is its own.
    charges = {each.get("application_fee"): each["id"] for each in _platform_charges(sandbox)}
    return _of(
        sandbox.objects("application_fee", sandbox.world.platform),
        *("amount amount_refunded currency created").split(),
        account_id=lambda fee: fee["account"],
        charge_id=lambda fee: charges[fee["id"]],
        balance_transaction_id=lambda fee: fee["balance_transaction"],
    )


@_told(Transfer)
def _transfers(sandbox: Sandbox) -> Rows:
    charges = {each.get("transfer"): each["id"] for each in _platform_charges(sandbox)}
    return _of(
        sandbox.objects("transfer", sandbox.world.platform),
        *("destination destination_payment transfer_group amount amount_reversed").split(),
        *("currency created").split(),
        source_transaction=lambda transfer: charges[transfer["id"]],
        balance_transaction_id=lambda transfer: transfer["balance_transaction"],
    )


@_told(TransferReversal)
def _reversals(sandbox: Sandbox) -> Rows:
    return _of(
        sandbox.objects("transfer_reversal", sandbox.world.platform),
        *("source_refund amount currency created").split(),
        transfer_id=lambda reversal: reversal["transfer"],
    )


@_told(Payout)
def _payouts(sandbox: Sandbox) -> Rows:
    def account(payout: Json) -> str | None:
        owner = sandbox.world.store.owner(payout["id"])
        return None if owner == sandbox.world.platform else owner

    return _of(
        sandbox.objects("payout"),
        *("status amount currency arrival_date automatic reconciliation_status").split(),
        *("failure_code failure_message created").split(),
        account_id=account,
        balance_transaction_id=lambda payout: payout["balance_transaction"],
    )


@_told(BalanceTransaction)
def _payout_contents(sandbox: Sandbox) -> Rows:
    store = sandbox.world.store
    reconciled = {
        payout["id"]
        for payout in store.all("payout")
        if payout["automatic"] and payout["reconciliation_status"] == "completed"
    }
    entries = [each for each in store.all("balance_transaction") if each["_payout"] in reconciled]
    return _of(
        entries,
        *("type amount fee net currency created").split(),
        account_id=lambda entry: store.owner(entry["_payout"]),
        payout_id=lambda entry: entry["_payout"],
        source_id=lambda entry: entry["source"],
    )


@_told(Refund)
def _refunds(sandbox: Sandbox) -> Rows:
    return _of(
        sandbox.objects("refund", sandbox.world.platform),
        *("status amount currency reason failure_reason created").split(),
        charge_id=lambda refund: refund["charge"],
        payment_intent_id=lambda refund: refund["payment_intent"],
        transfer_reversal_id=lambda refund: refund["transfer_reversal"],
    )


@_told(Dispute)
def _disputes(sandbox: Sandbox) -> Rows:
    return _of(
        sandbox.objects("dispute"),
        *("status reason amount currency is_charge_refundable created").split(),
        balance_change=lambda dispute: sum(e["net"] for e in dispute["balance_transactions"]),
        charge_id=lambda dispute: dispute["charge"],
        evidence_due_by=lambda dispute: dispute["evidence_details"]["due_by"],
    )


@_told(ConnectedAccount)
def _accounts(sandbox: Sandbox) -> Rows:
    named = accounts_in_the_news(sandbox)
    return {
        account["id"]: _account(account)
        for account in sandbox.world.store.all("account")
        if account["id"] in named
    }


def accounts_in_the_news(sandbox: Sandbox) -> set[str]:
    """The accounts that some event was about: the making of one is no news to its maker."""
    return {
        event["account"]
        for event in sandbox.events()
        if event["type"].startswith(("account.", "capability."))
    }


def _account(account: Json) -> Json:
    if account["_deauthorized"]:
        account = {"id": account["id"], "capabilities": {}, "requirements": {}}
    due = account["requirements"]
    return {
        "id": account["id"],
        **{
            name: account.get(name, False)
            for name in ("charges_enabled", "payouts_enabled", "details_submitted")
        },
        "card_payments": account["capabilities"].get("card_payments", "inactive"),
        "transfers": account["capabilities"].get("transfers", "inactive"),
        **{
            name: sorted(due.get(name, []))
            for name in ("currently_due", "past_due", "pending_verification")
        },
        "disabled_reason": due.get("disabled_reason"),
        "current_deadline": due.get("current_deadline"),
        "country": account.get("country"),
        "default_currency": account.get("default_currency"),
        "deauthorized": "country" not in account,
    }
