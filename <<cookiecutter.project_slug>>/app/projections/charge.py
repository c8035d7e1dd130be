"""charge.* events become charges rows."""

from app import stripe_api
from app.models import Charge
from app.projections.told import write


def project_charge(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """What became of a buyer's payment. Its transfer and fee have events, and tables, of their own.

    Under automatic_async capture the balance transaction, and with it what Stripe keeps, comes
    later, with charge.updated
    (docs.stripe.com/payments/payment-intents/asynchronous-capture).
    """
    charge = stripe_api.retrieve_charge(object_id)
    transfer_data = charge.get("transfer_data") or {}
    entry = charge.get("balance_transaction") or {}
    return write(
        Charge,
        read_at,
        id=charge["id"],
        payment_intent_id=charge.get("payment_intent"),
        transfer_group=charge.get("transfer_group"),
        status=charge["status"],
        amount=charge["amount"],
        amount_captured=charge["amount_captured"],
        amount_refunded=charge["amount_refunded"],
        application_fee_amount=charge.get("application_fee_amount"),
        currency=charge["currency"],
        disputed=charge["disputed"],
        destination=transfer_data.get("destination"),
        balance_transaction_id=entry.get("id"),
        processing_fee=entry.get("fee"),
        processing_fee_currency=entry.get("currency"),
        failure_code=charge.get("failure_code"),
        failure_message=charge.get("failure_message"),
        created=charge["created"],
    )
