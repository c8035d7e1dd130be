"""The bank account a seller's payouts go to: https://docs.stripe.com/api/external_accounts."""

from sandbox.errors import Json
from sandbox.ids import new_id, random_text


def bank_account(account: Json) -> Json:
    """A bank account of the seller, ready to be paid out to."""
    return {
        "id": new_id("ba_1"),
        "object": "bank_account",
        "account": account["id"],
        "account_holder_name": "Jenny Rosen",
        "account_holder_type": "individual",
        "account_type": None,
        "available_payout_methods": ["standard"],
        "bank_name": "STRIPE TEST BANK",
        "country": account["country"],
        "currency": account["default_currency"],
        "default_for_currency": True,
        "fingerprint": random_text(16),
        "future_requirements": _nothing_due(),
        "last4": "6789",
        "metadata": {},
        "requirements": _nothing_due(),
        "routing_number": "110000000",
        "status": "new",
    }


def _nothing_due() -> Json:
    return {"currently_due": [], "errors": [], "past_due": [], "pending_verification": []}
