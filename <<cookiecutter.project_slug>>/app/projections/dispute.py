"""charge.dispute.* events become disputes rows."""

from app import stripe_api
from app.models import Dispute
from app.projections.charge import project_charge
from app.projections.told import write


def project_dispute(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """A payment that the buyer's bank questions, and how that is going."""
    dispute = stripe_api.retrieve_dispute(object_id)
    # The charge is disputed from now on, and no event of its own says so.
    project_charge(dispute["charge"], None, read_at)
    return write(
        Dispute,
        read_at,
        id=dispute["id"],
        charge_id=dispute["charge"],
        status=dispute["status"],
        reason=dispute["reason"],
        amount=dispute["amount"],
        currency=dispute["currency"],
        balance_change=sum(entry["net"] for entry in dispute.get("balance_transactions") or []),
        is_charge_refundable=dispute["is_charge_refundable"],
        evidence_due_by=(dispute.get("evidence_details") or {}).get("due_by"),
        created=dispute["created"],
    )
