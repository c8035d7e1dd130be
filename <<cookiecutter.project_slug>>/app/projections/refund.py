"""refund.* events become refunds rows."""

from app import stripe_api
from app.models import Refund
from app.projections.charge import project_charge
from app.projections.told import write


def project_refund(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """What is being given back to a buyer."""
    refund = stripe_api.retrieve_refund(object_id)
    if refund.get("charge"):
        # A refund that fails gives the charge its amount back, and no event of its own says so.
        project_charge(refund["charge"], None, read_at)
    return write(
        Refund,
        read_at,
        id=refund["id"],
        charge_id=refund.get("charge"),
        payment_intent_id=refund.get("payment_intent"),
        transfer_reversal_id=refund.get("transfer_reversal"),
        status=refund.get("status"),
        amount=refund["amount"],
        currency=refund["currency"],
        reason=refund.get("reason"),
        failure_reason=refund.get("failure_reason"),
        created=refund["created"],
    )
