"""What the platform earned over a period, in each currency, by what Stripe told.

Everything is counted with the charge it belongs to, so a refund of an older sale is not in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from app.extensions import db
from app.models import ApplicationFee, Charge, Dispute, Transfer

Rows = Select[*tuple[Any, ...]]


@dataclass
class Earnings:
    """The sales of a period in one currency; minor units."""

    currency: str
    sales: int = 0
    taken: int = 0
    refunded: int = 0
    to_sellers: int = 0
    """Transfers, less what was reversed."""
    fees_kept: int = 0
    """Application fees, less what was given back."""
    processing_fees: int = 0
    untold: int = 0
    """Sales of which Stripe has not told what it kept; they count as having cost nothing."""
    below_cost: int = 0
    """Sales whose application fee was less than what Stripe kept."""
    disputes: int = 0
    """What disputes did to the platform's balance, Stripe's dispute fees included; <= 0."""

    @property
    def kept(self) -> int:
        """What is left to the platform of it all."""
        returned = self.refunded + self.to_sellers + self.processing_fees
        return self.taken - returned + self.fees_kept + self.disputes


def earnings(since: int) -> list[Earnings]:
    """The sales made since a moment (Unix seconds), by currency; costs as much as they are many."""
    found: dict[str, Earnings] = {}
    for query in _queries(and_(Charge.created >= since, Charge.status == "succeeded")):
        for row in db.session.execute(query).mappings():
            held = found.setdefault(row["currency"], Earnings(row["currency"]))
            for name in row.keys() - {"currency"}:
                setattr(held, name, getattr(held, name) + int(row[name] or 0))
    return sorted(found.values(), key=lambda each: each.currency)


def _queries(recent: ColumnElement[bool]) -> Iterator[Rows]:
    """One for each kind of row, so that no row is counted twice by a join."""
    yield from _of_the_charges(recent)
    kept = func.sum(ApplicationFee.amount - ApplicationFee.amount_refunded)
    moved = func.sum(Transfer.amount - Transfer.amount_reversed)
    lost = func.sum(Dispute.balance_change)
    yield _belonging(ApplicationFee, ApplicationFee.charge_id, kept.label("fees_kept"), recent)
    yield _belonging(Transfer, Transfer.source_transaction, moved.label("to_sellers"), recent)
    yield _belonging(Dispute, Dispute.charge_id, lost.label("disputes"), recent)
    # Sent again without a charge of its own: it names the order, as the charge does.
    yield (
        select(Transfer.currency, moved.label("to_sellers"))
        .join(Charge, Charge.transfer_group == Transfer.transfer_group)
        .where(recent, Transfer.source_transaction.is_(None))
        .group_by(Transfer.currency)
    )


def _of_the_charges(recent: ColumnElement[bool]) -> Iterator[Rows]:
    yield (
        select(
            Charge.currency,
            func.count().label("sales"),
            func.sum(Charge.amount).label("taken"),
            func.sum(Charge.amount_refunded).label("refunded"),
            func.sum(case((Charge.processing_fee.is_(None), 1), else_=0)).label("untold"),
        )
        .where(recent)
        .group_by(Charge.currency)
    )
    yield (
        select(
            Charge.processing_fee_currency.label("currency"),
            func.sum(Charge.processing_fee).label("processing_fees"),
        )
        .where(recent, Charge.processing_fee_currency.is_not(None))
        .group_by(Charge.processing_fee_currency)
    )
    yield (
        select(Charge.currency, func.count().label("below_cost"))
        .outerjoin(ApplicationFee, ApplicationFee.charge_id == Charge.id)
        # A charge that names no seller has no fee to compare; what is not transferred is ours.
        .where(
            recent,
            Charge.destination.is_not(None),
            func.coalesce(ApplicationFee.amount, 0) < Charge.processing_fee,
        )
        .group_by(Charge.currency)
    )


def _belonging(model: Any, charge_id: Any, sum_: Any, recent: ColumnElement[bool]) -> Rows:
    of_its_charge = select(model.currency, sum_).join(Charge, Charge.id == charge_id)
    return of_its_charge.where(recent).group_by(model.currency)
