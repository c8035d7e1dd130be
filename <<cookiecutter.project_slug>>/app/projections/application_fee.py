"""application_fee.* events become application_fees rows."""

from app import stripe_api
from app.models import ApplicationFee
from app.projections.told import write


def project_application_fee(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """The platform's share of one charge, and how much of it was given back."""
    fee = stripe_api.retrieve_application_fee(object_id)
    return write(
        ApplicationFee,
        read_at,
        id=fee["id"],
        account_id=fee["account"],
        # On a destination charge `charge` is the seller's py_; this is the platform's ch_.
        charge_id=fee.get("originating_transaction"),
        amount=fee["amount"],
        amount_refunded=fee["amount_refunded"],
        currency=fee["currency"],
        balance_transaction_id=fee.get("balance_transaction"),
        created=fee["created"],
    )
