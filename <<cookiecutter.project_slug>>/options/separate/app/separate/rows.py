"""A basket order beside all the rows that Stripe told about it, as loaded and not yet judged."""

from dataclasses import dataclass, field

from app.models import Charge, Dispute, Refund, Told, Transfer
from app.reconciliation.order_rows import VOID_REFUNDS, ChargeRows
from app.separate.models import BasketItem, BasketOrder
from app.separate.moves import ItemRefund, ItemReversal, SellerTransfer


@dataclass(frozen=True)
class BasketRows(ChargeRows):
    """What was asked for one order and what was told of it. Joined when read, never stored."""

    order: BasketOrder
    charges: list[Charge] = field(default_factory=list)
    failed_charge: Charge | None = None
    """The latest attempt that took none."""
    transfers: list[Transfer] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    shares: list[SellerTransfer] = field(default_factory=list)
    item_refunds: list[ItemRefund] = field(default_factory=list)
    reversals: list[ItemReversal] = field(default_factory=list)

    @property
    def moved(self) -> int:
        """What sellers have of it, after what they gave back, in minor units."""
        return sum(each.amount - each.amount_reversed for each in self.transfers)

    @property
    def kept(self) -> int:
        """What was neither given back nor moved on, in minor units; Stripe's cost is in it."""
        taken = sum(each.amount - each.amount_refunded for each in self.charges)
        return taken - self.moved

    def rows(self) -> list[Told]:
        """All that Stripe told of it and that took or moved money."""
        return [*self.charges, *self.transfers, *self.refunds, *self.disputes]

    def transfers_of(self, share: SellerTransfer) -> list[Transfer]:
        """The transfers to one seller; more than one is a mismatch."""
        return [each for each in self.transfers if each.destination == share.account_id]

    def refund_of(self, item_id: int) -> ItemRefund | None:
        """What was asked to go back for one item, if anything."""
        return next((each for each in self.item_refunds if each.item_id == item_id), None)

    def is_given_back(self, item_id: int) -> bool:
        """Whether Stripe has told of a refund of this item that stands."""
        asked = self.refund_of(item_id)
        live = {each.id for each in self.refunds if each.status not in VOID_REFUNDS}
        return asked is not None and asked.stripe_id in live

    def owed_back(self, share: SellerTransfer) -> int:
        """What a seller has to give back of their transfer for refunded items, in minor units."""
        return sum(self._owed_for(item) for item in share.items)

    def missing(self) -> list[str]:
        """What a paid order still waits to be told."""
        told = {refund.id for refund in self.refunds}
        asked = [each for each in self.item_refunds if not each.refusal]
        return [
            *["refund"][: any(each.stripe_id not in told for each in asked)],
            *(f"transfer to {share.account_id}" for share in self.shares if self._waits(share)),
            *(f"reversal at {share.account_id}" for share in self.shares if self._owes(share)),
        ]

    def asked_last(self) -> int:
        """When the charge was made, or money was last asked to move back, in Unix seconds."""
        moments = [each.asked_at for each in (*self.item_refunds, *self.reversals)]
        asked = [int(moment.timestamp()) for moment in moments if moment]
        return max([*asked, *(charge.created for charge in self.charges)], default=0)

    def _waits(self, share: SellerTransfer) -> bool:
        return share.amount > 0 and not self.transfers_of(share)

    def _owes(self, share: SellerTransfer) -> bool:
        back = sum(each.amount_reversed for each in self.transfers_of(share))
        return back < self.owed_back(share)

    def _owed_for(self, item: BasketItem) -> int:
        for reversal in self.reversals:
            if reversal.item_id == item.id:
                return reversal.amount
        # Where the refund is told and its reversal is not asked for yet, it will be.
        return item.seller_amount if self.is_given_back(item.id) else 0
