"""One payout, and which sales it carries: txn_ -> py_ -> tr_ -> ch_ -> order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import BalanceTransaction, Charge, Order, Payout, Transfer
from app.money import format_amount
from app.reconciliation.kinds import KINDS, Sale

ON_ITS_WAY = "on its way"
IN_THE_BANK = "in the bank"
FAILED = "failed"
CANCELED = "canceled"

WORDS = {
    "pending": ON_ITS_WAY,
    "in_transit": ON_ITS_WAY,
    "paid": IN_THE_BANK,
    "failed": FAILED,
    "canceled": CANCELED,
}


@dataclass(frozen=True)
class Line:
    """One balance transaction of a payout, and the order it comes from, where it comes from one."""

    entry: BalanceTransaction
    order: Order | Sale | None


@dataclass(frozen=True)
class PayoutStory:
    """A payout beside what it carries."""

    payout: Payout
    lines: list[Line] = field(default_factory=list)
    was_made_up: bool = False
    """A later payout to the same bank was paid."""

    @property
    def state(self) -> str:
        """One of the words above. "In the bank" is not final: a bank may send it back."""
        return WORDS.get(self.payout.status, self.payout.status)

    @property
    def contents_are_known(self) -> bool:
        """Whether Stripe has told which balance transactions an automatic payout carries."""
        return self.payout.automatic and self.payout.reconciliation_status == "completed"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected, and the parts make up the whole."""
        if self.state == CANCELED:
            return True
        if self.state == FAILED:
            return self.was_made_up
        told = self.contents_are_known or not self.payout.automatic
        return self.state == IN_THE_BANK and told and not self.differences()

    def differences(self) -> list[str]:
        """What does not add up, in words."""
        if not self.contents_are_known or self.state == FAILED:
            return []
        total = sum(line.entry.net for line in self.lines)
        wrong = []
        if total != self.payout.amount:
            parts, whole = (
                format_amount(amount, self.payout.currency)
                for amount in (total, self.payout.amount)
            )
            wrong.append(f"its parts sum to {parts}, and it is {whole}")
        if self.payout.account_id is not None:
            strays = [
                line for line in self.lines if line.entry.type == "payment" and not line.order
            ]
            if strays:
                wrong.append(f"{len(strays)} of its payments belong to no order of ours")
        return wrong


def payout_story(payout: Payout) -> PayoutStory:
    """The story of one payout."""
    return payout_stories([payout])[0]


def payout_stories(payouts: Sequence[Payout]) -> list[PayoutStory]:
    """The story of each payout, in the same order."""
    lines: dict[str, list[Line]] = {payout.id: [] for payout in payouts}
    for line in _lines([payout.id for payout in payouts]):
        lines[line.entry.payout_id].append(line)
    made_up = _made_up([payout.id for payout in payouts if payout.status == "failed"])
    return [PayoutStory(payout, lines[payout.id], payout.id in made_up) for payout in payouts]


def _lines(payout_ids: list[str]) -> Iterator[Line]:
    named = aliased(Order)
    query = (
        select(BalanceTransaction, Order, named, Transfer)
        .outerjoin(Transfer, Transfer.destination_payment == BalanceTransaction.source_id)
        .outerjoin(Charge, Charge.id == Transfer.source_transaction)
        .outerjoin(Order, Order.payment_intent_id == Charge.payment_intent_id)
        # A transfer of the platform's own money has no charge, and names the order itself.
        .outerjoin(named, named.reference == Transfer.transfer_group)
        .where(
            BalanceTransaction.payout_id.in_(payout_ids),
            # Not the payout itself leaving the balance; but an earlier one that came back, yes.
            BalanceTransaction.source_id.is_distinct_from(BalanceTransaction.payout_id),
        )
        .order_by(BalanceTransaction.created, BalanceTransaction.id)
    )
    found = db.session.execute(query).all()
    sales = _other_sales([row for _, order, other, row in found if row and not (order or other)])
    for entry, order, order_named, transfer in found:
        sale = sales.get(transfer.id) if transfer else None
        yield Line(entry, order or order_named or sale)


def _other_sales(transfers: list[Transfer]) -> dict[str, Sale]:
    """The sales behind transfers that no order of the usual kind explains."""
    sales: dict[str, Sale] = {}
    for kind in KINDS if transfers else []:
        sales.update(kind.sales(transfers))
    return sales


def _made_up(payout_ids: list[str]) -> set[str]:
    """Those of the payouts after which the same account was paid out successfully."""
    if not payout_ids:
        return set()
    later = aliased(Payout)
    query = select(Payout.id).where(
        Payout.id.in_(payout_ids),
        exists().where(
            later.account_id.is_not_distinct_from(Payout.account_id),
            later.currency == Payout.currency,
            later.created >= Payout.created,
            later.id != Payout.id,
            later.status == "paid",
        ),
    )
    return set(db.session.scalars(query))
