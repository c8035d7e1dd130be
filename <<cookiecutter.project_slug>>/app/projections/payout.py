"""payout.* events become payouts rows."""

from app import stripe_api
from app.models import Payout
from app.projections.told import write


def project_payout(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """What is on its way from a Stripe balance to a bank, has arrived, or has come back."""
    payout = stripe_api.retrieve_payout(object_id, account_id)
    return write(
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
