"""account.*, capability.* and v2.core.account* events become connected_accounts rows."""

from typing import Any

from app import stripe_api
from app.models import ConnectedAccount
from app.projections.told import write


def project_account(object_id: str, account_id: str | None, read_at: int) -> list[str]:
    """What the account can do now; one that took its access away can do nothing."""
    try:
        account = stripe_api.retrieve_account(object_id)
    except stripe_api.AccessLost:
        account = {}
    capabilities = account.get("capabilities") or {}
    requirements = account.get("requirements") or {}
    return write(
        ConnectedAccount,
        read_at,
        id=object_id,
        charges_enabled=bool(account.get("charges_enabled")),
        payouts_enabled=bool(account.get("payouts_enabled")),
        details_submitted=bool(account.get("details_submitted")),
        card_payments=capabilities.get("card_payments", "inactive"),
        transfers=capabilities.get("transfers", "inactive"),
        currently_due=_names(requirements, "currently_due"),
        past_due=_names(requirements, "past_due"),
        pending_verification=_names(requirements, "pending_verification"),
        disabled_reason=requirements.get("disabled_reason"),
        current_deadline=requirements.get("current_deadline"),
        country=account.get("country"),
        default_currency=account.get("default_currency"),
        deauthorized=not account,
    )


def _names(requirements: dict[str, Any], which: str) -> list[str]:
    return sorted(requirements.get(which) or [])
