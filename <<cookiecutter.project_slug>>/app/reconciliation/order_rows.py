"""An order beside all the rows that Stripe told about it, as loaded and not yet judged."""

from dataclasses import dataclass, field

from app.models import (
    ApplicationFee,
    AskedOfStripe,
    Charge,
    Dispute,
    Order,
    Refund,
    RefundRequest,
    ReversalRequest,
    Told,
    Transfer,
    TransferRequest,
    TransferReversal,
)

# A dispute that nobody has to answer any more: docs.stripe.com/api/disputes/object
CLOSED_DISPUTES = ("won", "lost", "warning_closed", "prevented")
# A refund that moves no money: docs.stripe.com/api/refunds/object
VOID_REFUNDS = ("failed", "canceled")


class ChargeRows:
    """What can be read off the rows about one payment, whatever was bought with it."""

    charges: list[Charge]
    """Those that took money, or may yet, oldest first. More than one is a mismatch."""
    disputes: list[Dispute]

    @property
    def charge(self) -> Charge | None:
        """The charge that took the money, or may yet."""
        return self.charges[-1] if self.charges else None

    @property
    def is_paid(self) -> bool:
        """Whether Stripe has confirmed that the buyer's money was taken."""
        return self.charge is not None and self.charge.status == "succeeded"

    @property
    def open_dispute(self) -> Dispute | None:
        """A dispute that is not decided."""
        undecided = [each for each in self.disputes if each.status not in CLOSED_DISPUTES]
        return undecided[-1] if undecided else None


@dataclass(frozen=True)
class OrderRows(ChargeRows):
    """What was asked for one order and what was told of it. Joined when read, never stored."""

    order: Order
    charges: list[Charge] = field(default_factory=list)
    failed_charge: Charge | None = None
    """The latest attempt that took none."""
    fee: ApplicationFee | None = None
    transfers: list[Transfer] = field(default_factory=list)
    reversals: list[TransferReversal] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    refund_requests: list[RefundRequest] = field(default_factory=list)
    reversal_requests: list[ReversalRequest] = field(default_factory=list)
    transfer_requests: list[TransferRequest] = field(default_factory=list)

    @property
    def transfer(self) -> Transfer | None:
        """The transfer of the charge itself."""
        return next((each for each in self.transfers if each.source_transaction), None)

    @property
    def sent_again(self) -> list[Transfer]:
        """Transfers of the platform's own money, to give back what was taken without cause."""
        return [each for each in self.transfers if not each.source_transaction]

    @property
    def lost_dispute(self) -> Dispute | None:
        """A dispute that the bank decided for the buyer."""
        return next((each for each in self.disputes if each.status == "lost"), None)

    @property
    def requests(self) -> list[AskedOfStripe]:
        """All that operators asked for, oldest first."""
        asked = [*self.refund_requests, *self.reversal_requests, *self.transfer_requests]
        return sorted(asked, key=lambda request: request.created_at)

    @property
    def refunded(self) -> int:
        """What refunds gave back to the buyer, or are about to, in minor units."""
        return sum(each.amount for each in self.refunds if each.status not in VOID_REFUNDS)

    def rows(self) -> list[Told]:
        """All that Stripe told of it and that took or moved money."""
        rows = [*self.charges, self.fee, *self.transfers, *self.refunds, *self.disputes]
        return [row for row in rows if row is not None]

    def missing(self) -> list[str]:
        """What a paid order still waits to be told."""
        told = {row.id for row in (*self.refunds, *self.reversals, *self.transfers)}
        return [
            *([] if self.transfer else ["transfer"]),
            *([] if self.fee or not self.order.application_fee_amount else ["application fee"]),
            *sorted({_noun(each) for each in self.requests if _is_awaited(each, told)}),
        ]

    def asked_last(self) -> int:
        """When the charge was made, or the latest request to move money back, in Unix seconds."""
        moments = [int(each.created_at.timestamp()) for each in self.requests]
        return max([*moments, *(charge.created for charge in self.charges)], default=0)


NOUNS = {
    RefundRequest.__tablename__: "refund",
    ReversalRequest.__tablename__: "transfer reversal",
    TransferRequest.__tablename__: "new transfer",
}


def _noun(request: AskedOfStripe) -> str:
    return NOUNS[request.__tablename__]


def _is_awaited(request: AskedOfStripe, told: set[str]) -> bool:
    return request.refusal is None and request.stripe_id not in told
