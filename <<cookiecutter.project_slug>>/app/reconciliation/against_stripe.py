"""Stripe's side walked beside ours: what Stripe has and we lack, and the reverse."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app import stripe_api
from app.extensions import db
from app.models import ApplicationFee, Charge, Payout, Told, Transfer
from app.reconciliation.findings import Finding

# The figures that must be the same on both sides.
FIGURES: dict[type[Told], tuple[str, ...]] = {
    Charge: ("status", "amount", "amount_refunded", "currency", "disputed"),
    ApplicationFee: ("amount", "amount_refunded", "currency"),
    Transfer: ("destination", "amount", "amount_reversed", "currency"),
    Payout: ("status", "amount", "currency"),
}


def compare(since: int, account_id: str | None) -> Iterator[Finding]:
    """Differences between Stripe's objects since a moment (Unix seconds) and our told rows.

    The platform's charges, fees, transfers and payouts, or one connected account's payouts. Reads
    only. Raises StripeUnavailable, or AccessLost where the seller has left.
    """
    nouns = (Payout,) if account_id else (Charge, ApplicationFee, Transfer, Payout)
    for model in nouns:
        yield from _compare(model, since, account_id)


def _compare(model: type[Told], since: int, account_id: str | None) -> Iterator[Finding]:
    noun = model.__tablename__
    at_stripe = {each["id"]: each for each in stripe_api.list_since(noun, since, account_id)}
    ours = {row.id: row for row in db.session.scalars(_told_since(model, since, account_id))}

    def finding(kind: str, key: str, words: str) -> Finding:
        return Finding(kind, noun, key, words, None, account_id)

    for key in at_stripe.keys() - ours.keys():
        yield finding("only at Stripe", key, "Stripe has it, and we were never told; backfill.")
    for key in ours.keys() - at_stripe.keys():
        yield finding("only here", key, "We were told of it, and Stripe does not list it.")
    for key in at_stripe.keys() & ours.keys():
        if words := _differences(FIGURES[model], at_stripe[key], ours[key]):
            yield finding("differs", key, words)


def _told_since(model: type[Told], since: int, account_id: str | None) -> Any:
    query = select(model).where(model.created >= since)  # type: ignore[attr-defined]
    if model is Payout:
        query = query.where(Payout.account_id.is_not_distinct_from(account_id))
    return query


def _differences(names: tuple[str, ...], at_stripe: dict[str, Any], ours: Told) -> str:
    wrong = [
        f"{name} is {at_stripe[name]} at Stripe and {getattr(ours, name)} here"
        for name in names
        if at_stripe[name] != getattr(ours, name)
    ]
    return "; ".join(wrong) + "." if wrong else ""
