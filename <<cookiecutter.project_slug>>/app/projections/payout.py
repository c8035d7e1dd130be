"""payout.* events become payouts rows."""

from typing import Any

from app import stripe_api
from app.models import BalanceTransaction, Payout
from app.projections.told import write


def project_payout(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """What is on its way from a Stripe balance to a bank, has arrived, or has come back."""
    payout = stripe_api.retrieve_payout(object_id, account_id)
    contents = _contents(payout, account_id)
    changes = write(
        Payout,
        read_at,
        id=payout["id"],
        account_id=account_id,
        status=payout["status"],
        amount=payout["amount"],
        currency=payout["currency"],
        arrival_date=payout["arrival_date"],
        automatic=payout["automatic"],
        reconciliation_status=payout.get("reconciliation_status"),
        failure_code=payout.get("failure_code"),
        failure_message=payout.get("failure_message"),
        balance_transaction_id=payout.get("balance_transaction"),
        created=payout["created"],
    )
    for entry in contents:
        write(
            BalanceTransaction,
            read_at,
            id=entry["id"],
            account_id=account_id,
            payout_id=payout["id"],
            type=entry["type"],
            source_id=entry.get("source"),
            amount=entry["amount"],
            fee=entry["fee"],
            net=entry["net"],
            currency=entry["currency"],
            created=entry["created"],
        )
    return changes


def _contents(payout: dict[str, Any], account_id: str | None) -> list[dict[str, Any]]:
    """What an automatic payout carries, once Stripe has completed its own reconciliation of it."""
    if payout["automatic"] and payout.get("reconciliation_status") == "completed":
        return stripe_api.list_balance_transactions(payout["id"], account_id)
    return []
