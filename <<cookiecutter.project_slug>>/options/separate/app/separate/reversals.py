"""What follows a refunded item: its seller's part comes back, or is not sent in the first place."""

from functools import partial

from sqlalchemy import select, update

from app import stripe_api
from app.extensions import db, insert_into
from app.separate.models import BasketItem
from app.separate.moves import ItemReversal, SellerTransfer
from app.separate.once import Asking, once


class BeingSent(Exception):
    """Whether its seller's transfer was made is not known yet; what to take back neither."""


def take_back(item: BasketItem, share: SellerTransfer) -> None:
    """Have a refunded item's seller give their part back, once. Commits.

    Raises BeingSent, StripeUnavailable, or StripeRefused where their balance is too low.
    """
    reversal = db.session.scalar(select(ItemReversal).filter_by(item_id=item.id))
    if reversal is None:
        reversal = _claim(item, share)
    once(reversal, lambda: _asking(reversal))


def _asking(reversal: ItemReversal) -> Asking:
    transfer_id = str(reversal.transfer_id)
    return Asking(
        find=partial(stripe_api.find_reversal, reversal.name, transfer_id),
        make=partial(
            stripe_api.create_reversal,
            reversal.name,
            transfer_id=transfer_id,
            amount=reversal.amount,
            refund_application_fee=False,
        ),
    )


def _claim(item: BasketItem, share: SellerTransfer) -> ItemReversal:
    """What its seller owes for a refunded item: nothing, where it can still be left unsent."""
    unsent = db.session.scalar(
        update(SellerTransfer)
        .where(
            SellerTransfer.id == share.id,
            SellerTransfer.stripe_id.is_(None),
            SellerTransfer.asked_at.is_(None),
        )
        .values(amount=SellerTransfer.amount - item.seller_amount)
        .returning(SellerTransfer.id)
    )
    db.session.refresh(share)
    if unsent is None and share.stripe_id is None:
        db.session.rollback()
        raise BeingSent(f"Whether {share.account_id} has its transfer is not known yet.")
    claimed = db.session.scalar(
        insert_into(ItemReversal)
        .values(
            item_id=item.id,
            amount=0 if unsent else item.seller_amount,
            transfer_id=share.stripe_id,
        )
        .on_conflict_do_nothing()
        .returning(ItemReversal.id)
    )
    if claimed is None:
        db.session.rollback()  # somebody else has just claimed it, and has cut the share
    db.session.commit()
    return db.session.scalars(select(ItemReversal).filter_by(item_id=item.id)).one()
