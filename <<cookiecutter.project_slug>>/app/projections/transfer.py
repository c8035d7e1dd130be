"""transfer.* events become transfers rows, and a row for each reversal."""

from app import stripe_api
from app.models import Transfer, TransferReversal
from app.projections.told import write


def project_transfer(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """What reached a seller's Stripe balance, and how much of it was taken back."""
    transfer = stripe_api.retrieve_transfer(object_id)
    reversals = stripe_api.list_reversals(object_id) if transfer["amount_reversed"] else []
    changes = write(
        Transfer,
        read_at,
        id=transfer["id"],
        destination=transfer["destination"],
        destination_payment=transfer.get("destination_payment"),
        source_transaction=transfer.get("source_transaction"),
        transfer_group=transfer.get("transfer_group"),
        amount=transfer["amount"],
        amount_reversed=transfer["amount_reversed"],
        currency=transfer["currency"],
        balance_transaction_id=transfer.get("balance_transaction"),
        created=transfer["created"],
    )
    for reversal in reversals:
        write(
            TransferReversal,
            read_at,
            id=reversal["id"],
            transfer_id=transfer["id"],
            source_refund=reversal.get("source_refund"),
            amount=reversal["amount"],
            currency=reversal["currency"],
            created=reversal["created"],
        )
    return changes
