"""Asked beside told: what must hold for each order, and in what words it does not hold yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import ApplicationFee, Charge, Order, Transfer

AWAITING_PAYMENT = "awaiting payment"
PAYMENT_PENDING = "payment pending"
PAID = "paid"
SETTLED = "settled"
PARTLY_REFUNDED = "partly refunded"
REFUNDED = "refunded"
DISPUTED = "disputed"
MISMATCH = "mismatch"


@dataclass(frozen=True)
class Story:
    """One order, and what Stripe told us about it. Nothing here is stored; it is read off."""

    order: Order
    charge: Charge | None = None
    """The charge that took the money, or may yet."""
    failed_charge: Charge | None = None
    """The latest attempt that took none."""
    fee: ApplicationFee | None = None
    transfer: Transfer | None = None

    @property
    def state(self) -> str:
        """One of the words above."""
        return self._verdict[0]

    @property
    def reason(self) -> str:
        """Why, in words for an operator."""
        return self._verdict[1]

    @property
    def is_paid(self) -> bool:
        """Whether Stripe has confirmed that the buyer's money was taken."""
        return self.charge is not None and self.charge.status == "succeeded"

    @property
    def _verdict(self) -> tuple[str, str]:
        charge = self.charge
        if charge is None:
            return AWAITING_PAYMENT, self._why_unpaid()
        if charge.status != "succeeded":
            return PAYMENT_PENDING, f"The charge is {charge.status}."
        if differences := self._differences(charge):
            return MISMATCH, "; ".join(differences) + "."
        if charge.disputed:
            return DISPUTED, "The buyer's bank disputes the payment."
        if charge.amount_refunded:
            whole = charge.amount_refunded >= charge.amount
            return (REFUNDED if whole else PARTLY_REFUNDED), "The buyer was given money back."
        if missing := self._missing():
            return PAID, f"Waiting for Stripe to confirm the {' and the '.join(missing)}."
        return SETTLED, "Amount = application fee + the seller's share, at the right account."

    def _why_unpaid(self) -> str:
        if self.failed_charge is not None:
            return f"The last attempt failed: {self.failed_charge.failure_message}"
        return "No payment has been confirmed by Stripe."

    def _missing(self) -> list[str]:
        missing = []
        if self.transfer is None:
            missing.append("transfer")
        if self.fee is None and self.order.application_fee_amount:
            missing.append("application fee")
        return missing

    def _differences(self, charge: Charge) -> list[str]:
        """Each figure that Stripe told and we did not ask for."""
        order, fee, transfer = self.order, self.fee, self.transfer
        pairs: list[tuple[str, object, object]] = [
            ("amount", charge.amount, order.amount),
            ("currency", charge.currency, order.currency),
        ]
        # Fees and transfers may settle in another currency; only like is compared with like.
        if fee is not None and fee.currency == order.currency:
            pairs.append(("application fee", fee.amount, order.application_fee_amount))
        if transfer is not None:
            pairs.append(("transfer's destination", transfer.destination, order.account_id))
            if transfer.currency == order.currency:
                pairs.append(("transferred amount", transfer.amount, order.amount))
        return [
            f"the {name} is {told}, we asked for {asked}"
            for name, told, asked in pairs
            if told != asked
        ]


def story(order: Order) -> Story:
    """The story of one order."""
    return stories([order])[0]


def stories(orders: Sequence[Order]) -> list[Story]:
    """The story of each order, in the same order, with three queries for all of them."""
    attempts: dict[str | None, list[Charge]] = {}
    charges = db.session.scalars(
        select(Charge)
        .where(Charge.payment_intent_id.in_([o.payment_intent_id for o in orders]))
        .order_by(Charge.created)
    ).all()
    for charge in charges:
        attempts.setdefault(charge.payment_intent_id, []).append(charge)

    ids = [charge.id for charge in charges]
    fees = {
        fee.charge_id: fee
        for fee in db.session.scalars(
            select(ApplicationFee).where(ApplicationFee.charge_id.in_(ids))
        )
    }
    transfers = {
        transfer.source_transaction: transfer
        for transfer in db.session.scalars(
            select(Transfer).where(Transfer.source_transaction.in_(ids))
        )
    }
    return [_told(order, attempts.get(order.payment_intent_id, []), fees, transfers)
            for order in orders]  # fmt: skip


def _told(
    order: Order,
    attempts: list[Charge],
    fees: dict[str | None, ApplicationFee],
    transfers: dict[str | None, Transfer],
) -> Story:
    taken = [charge for charge in attempts if charge.status != "failed"]
    failed = [charge for charge in attempts if charge.status == "failed"]
    charge = taken[-1] if taken else None
    return Story(
        order,
        charge=charge,
        failed_charge=failed[-1] if failed else None,
        fee=fees.get(charge.id) if charge else None,
        transfer=transfers.get(charge.id) if charge else None,
    )
