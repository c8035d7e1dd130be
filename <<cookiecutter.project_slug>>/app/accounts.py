"""What we ask of Stripe for a seller: one connected account, made once, and links into it."""

from sqlalchemy import ColumnElement, update

from app import stripe_api
from app.extensions import db
from app.models import User


def connected_account_of(seller: User) -> str:
    """The seller's acct_ id: the one they have, or a new one. Commits.

    However many requests do this at once, and however often an answer gets lost, the idempotency
    key is the same until Stripe has refused for certain, so that Stripe makes one account. Raises
    what stripe_api.create_connected_account raises.
    """
    if seller.account_id is not None:
        return seller.account_id

    attempt = seller.account_attempt
    try:
        account_id = stripe_api.create_connected_account(seller.id, seller.email, attempt)
    except stripe_api.StripeRefused:
        # Stripe replays a refusal for a day; what was fixed since needs a key of its own.
        _update(seller, User.account_attempt == attempt, account_attempt=attempt + 1)
        raise
    _update(seller, User.account_id.is_(None), account_id=account_id)
    return str(seller.account_id)


def _update(seller: User, condition: ColumnElement[bool], **values: object) -> None:
    """Change the row if it is still as it was; then see what it holds, whoever wrote it."""
    db.session.execute(update(User).where(User.id == seller.id, condition).values(**values))
    db.session.commit()
    db.session.refresh(seller)
