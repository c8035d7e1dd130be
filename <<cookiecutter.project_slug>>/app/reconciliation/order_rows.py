"""An order beside all the rows that Stripe told about it, as loaded and not yet judged."""

from dataclasses import dataclass, field

from app.models import ApplicationFee, Charge, Dispute, Order, Refund, Transfer

# A dispute that nobody has to answer any more: docs.stripe.com/api/disputes/object
CLOSED_DISPUTES = ("won", "lost", "warning_closed", "prevented")
# A refund that moves no money: docs.stripe.com/api/refunds/object
VOID_REFUNDS = ("failed", "canceled")


@dataclass(frozen=True)
class OrderRows:
    """What was asked for one order and what was told of it. Joined when read, never stored."""

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
