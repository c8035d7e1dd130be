"""May this seller sell, may they be paid out, and if not, why: one answer for every page."""

from dataclasses import dataclass, field

from app.extensions import db
from app.models import ConnectedAccount, User


@dataclass(frozen=True)
class Readiness:
    """What a connected account may do, by what Stripe last confirmed."""

    can_sell: bool = False
    can_be_paid_out: bool = False
    reasons: list[str] = field(default_factory=list)
    """Why not, in words a seller understands; empty when both are true."""
    due: list[str] = field(default_factory=list)
    """Stripe's names for what it still wants, such as individual.id_number."""
    deadline: int | None = None
    """Unix seconds by which Stripe wants it."""


def of_seller(seller: User) -> Readiness:
    """The readiness of a seller, who may not have started onboarding."""
    if seller.account_id is None:
        return Readiness(reasons=["Onboarding with Stripe has not been started."])
    return of_account(db.session.get(ConnectedAccount, seller.account_id))


def of_account(account: ConnectedAccount | None) -> Readiness:
    """The readiness of a connected account; None means that Stripe has not confirmed it yet.

    Submitted details are not enough: charging needs charges_enabled and both capabilities, since
    on_behalf_of is used (docs.stripe.com/connect/account-capabilities).
    """
    if account is None:
        return Readiness(reasons=["Stripe has not confirmed the account yet."])
    can_sell = (
        account.charges_enabled
        and account.card_payments == "active"
        and account.transfers == "active"
    )
    return Readiness(
        can_sell=can_sell,
        can_be_paid_out=account.payouts_enabled,
        reasons=list(_reasons(account, can_sell)),
        due=sorted({*account.currently_due, *account.past_due}),
        deadline=account.current_deadline,
    )


def _reasons(account: ConnectedAccount, can_sell: bool) -> list[str]:
    if account.deauthorized:
        return ["The account is no longer connected to this platform."]
    if can_sell and account.payouts_enabled:
        return []

    reasons = []
    if not account.details_submitted:
        reasons.append("Onboarding with Stripe is not finished.")
    if account.past_due or account.currently_due:
        reasons.append("Stripe needs more information.")
    if account.pending_verification:
        reasons.append("Stripe is checking what was submitted.")
    if account.disabled_reason:
        reasons.append(f"Stripe says: {account.disabled_reason}.")
    for capability, status in (
        ("card payments", account.card_payments),
        ("transfers", account.transfers),
    ):
        if status != "active":
            reasons.append(f"The capability for {capability} is {status}.")
    return reasons or ["Stripe has not enabled everything yet."]
