"""One order and what Stripe told us about it, in one word and a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select

from app.extensions import db
from app.models import ApplicationFee, Charge, Dispute, Order, Refund, Transfer
from app.money import format_amount

Row = TypeVar("Row", Charge, ApplicationFee, Transfer, Refund, Dispute)

AWAITING_PAYMENT = "awaiting payment"
PAYMENT_PENDING = "payment pending"
PAID = "paid"
SETTLED = "settled"
PARTLY_REFUNDED = "partly refunded"
REFUNDED = "refunded"
DISPUTED = "disputed"
MISMATCH = "mismatch"

# A dispute that nobody has to answer any more: docs.stripe.com/api/disputes/object
CLOSED_DISPUTES = ("won", "lost", "warning_closed", "prevented")
# A refund that moves no money: docs.stripe.com/api/refunds/object
VOID_REFUNDS = ("failed", "canceled")


@dataclass(frozen=True)
class Story:
    """An order beside its told rows. Nothing of this is stored; it is read off."""

    order: Order
    charges: list[Charge] = field(default_factory=list)
    """Those that took money, or may yet, oldest first. More than one is a mismatch."""
    failed_charge: Charge | None = None
    """The latest attempt that took none."""
    fee: ApplicationFee | None = None
    transfer: Transfer | None = None
    refunds: list[Refund] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)

    @property
    def charge(self) -> Charge | None:
        """The charge that took the money, or may yet."""
        return self.charges[-1] if self.charges else None

    @property
    def is_paid(self) -> bool:
        """Whether Stripe has confirmed that the buyer's money was taken."""
        return self.charge is not None and self.charge.status == "succeeded"

    @property
    def state(self) -> str:
        """One of the words above."""
        return self._verdict[0]

    @property
    def reason(self) -> str:
        """Why, in words for an operator."""
        return self._verdict[1]

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of Stripe, and all figures agree."""
        return self.state in (SETTLED, PARTLY_REFUNDED, REFUNDED) and not self.missing()

    @property
    def _verdict(self) -> tuple[str, str]:
        charge = self.charge
        if charge is None:
            return AWAITING_PAYMENT, self._why_unpaid()
        if charge.status != "succeeded":
            return PAYMENT_PENDING, f"The charge is {charge.status}."
        if differences := self.differences(charge):
            return MISMATCH, sentence(differences)
        if self.open_dispute:
            return DISPUTED, f"The buyer's bank disputes the payment: {self.open_dispute.reason}."
        if charge.amount_refunded:
            whole = charge.amount_refunded >= charge.amount
            back = _money(charge.amount_refunded, charge)
            return (REFUNDED if whole else PARTLY_REFUNDED), f"The buyer was given {back} back."
        if missing := self.missing():
            return PAID, f"Waiting for Stripe to confirm the {' and the '.join(missing)}."
        return SETTLED, "Amount = application fee + the seller's share, at the right account."

    @property
    def open_dispute(self) -> Dispute | None:
        """A dispute that is not decided."""
        undecided = [each for each in self.disputes if each.status not in CLOSED_DISPUTES]
        return undecided[-1] if undecided else None

    def missing(self) -> list[str]:
        """What a paid order still waits to be told."""
        return [
            noun
            for noun, told, expected in (
                ("transfer", self.transfer, True),
                ("application fee", self.fee, bool(self.order.application_fee_amount)),
            )
            if expected and told is None
        ]

    def differences(self, charge: Charge) -> list[str]:
        """Each figure that Stripe told and we did not ask for, both named."""
        pairs = [*self._charge_pairs(charge), *self._fee_pairs(), *self._transfer_pairs()]
        wrong = [
            f"the {name} is {told}, we asked for {asked}"
            for name, told, asked in pairs
            if told != asked
        ]
        return [*wrong, *self._unseen(charge)]

    def _why_unpaid(self) -> str:
        if self.failed_charge is not None:
            return f"The last attempt failed: {self.failed_charge.failure_message}"
        return "No payment has been confirmed by Stripe."

    def _charge_pairs(self, charge: Charge) -> list[tuple[str, object, object]]:
        order = self.order
        return [
            ("amount", _money(charge.amount, charge), _money(order.amount, order)),
            (
                "captured amount",
                _money(charge.amount_captured, charge),
                _money(order.amount, order),
            ),
            ("currency", charge.currency, order.currency),
            ("charge's destination", charge.destination, order.account_id),
        ]

    def _fee_pairs(self) -> list[tuple[str, object, object]]:
        fee, order = self.fee, self.order
        if fee is None:
            return []
        pairs: list[tuple[str, object, object]] = [
            ("account that paid the fee", fee.account_id, order.account_id)
        ]
        # A fee may settle in another currency than the charge's; only like is compared with like.
        if fee.currency == order.currency:
            asked = _money(order.application_fee_amount, order)
            pairs.append(("application fee", _money(fee.amount, fee), asked))
        return pairs

    def _transfer_pairs(self) -> list[tuple[str, object, object]]:
        transfer, order = self.transfer, self.order
        if transfer is None:
            return []
        pairs: list[tuple[str, object, object]] = [
            ("transfer's destination", transfer.destination, order.account_id)
        ]
        if transfer.currency == order.currency:
            told = _money(transfer.amount, transfer)
            pairs.append(("transferred amount", told, _money(order.amount, order)))
        return pairs

    def _unseen(self, charge: Charge) -> list[str]:
        """What the charge says happened to it and its own rows do not, and the reverse."""
        unseen = []
        if len(self.charges) > 1:
            unseen.append(f"{len(self.charges)} charges took money for one order")
        refunded = sum(each.amount for each in self.refunds if each.status not in VOID_REFUNDS)
        if refunded != charge.amount_refunded:
            unseen.append(
                f"the charge says {_money(charge.amount_refunded, charge)} was refunded,"
                f" its refunds say {_money(refunded, charge)}"
            )
        failed = sum(each.amount for each in self.refunds if each.status in VOID_REFUNDS)
        if failed > refunded:
            unseen.append(
                f"a refund of {_money(failed, charge)} failed, and the buyer does not have it"
            )
        if charge.disputed and not self.disputes:
            unseen.append("the charge is disputed, and no dispute has been told")
        if not charge.amount_refunded and not self.disputes:
            unseen.extend(self._given_back_without_a_reason())
        return unseen

    def _given_back_without_a_reason(self) -> list[str]:
        given = []
        if self.fee is not None and self.fee.amount_refunded:
            back = _money(self.fee.amount_refunded, self.fee)
            given.append(f"{back} of the fee was given back without a refund")
        if self.transfer is not None and self.transfer.amount_reversed:
            back = _money(self.transfer.amount_reversed, self.transfer)
            given.append(f"{back} of the transfer was reversed without a refund")
        return given


def sentence(parts: list[str]) -> str:
    """Several findings in one sentence."""
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}."


def _money(amount: int, of: Order | Charge | ApplicationFee | Transfer) -> str:
    return format_amount(amount, of.currency)


def story(order: Order) -> Story:
    """The story of one order."""
    return stories([order])[0]


def stories(orders: Sequence[Order]) -> list[Story]:
    """The story of each order, in the same order, with five queries for all of them."""
    intents = [order.payment_intent_id for order in orders if order.payment_intent_id]
    charges = _by("payment_intent_id", Charge, intents)
    ids = [charge.id for made in charges.values() for charge in made]
    fees = _by("charge_id", ApplicationFee, ids)
    transfers = _by("source_transaction", Transfer, ids)
    refunds = _by("charge_id", Refund, ids)
    disputes = _by("charge_id", Dispute, ids)

    def tell(order: Order) -> Story:
        attempts = charges.get(order.payment_intent_id, [])
        taken = [charge for charge in attempts if charge.status != "failed"]
        failed = [charge for charge in attempts if charge.status == "failed"]
        of = [charge.id for charge in taken]
        return Story(
            order,
            charges=taken,
            failed_charge=failed[-1] if failed else None,
            fee=next((fee for key in of for fee in fees.get(key, [])), None),
            transfer=next((transfer for key in of for transfer in transfers.get(key, [])), None),
            refunds=[refund for key in of for refund in refunds.get(key, [])],
            disputes=[dispute for key in of for dispute in disputes.get(key, [])],
        )

    return [tell(order) for order in orders]


def _by(column: str, model: type[Row], values: Iterable[str]) -> dict[str | None, list[Row]]:
    """The rows whose column holds one of the values, by that value, oldest first."""
    found: dict[str | None, list[Row]] = {}
    key = getattr(model, column)
    rows = db.session.scalars(select(model).where(key.in_(list(values))))
    for row in sorted(rows, key=lambda row: (row.created, row.id)):
        found.setdefault(getattr(row, column), []).append(row)
    return found
