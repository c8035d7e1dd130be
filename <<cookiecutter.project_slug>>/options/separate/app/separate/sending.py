"""One transfer for each seller once the charge is confirmed, and never more than the charge."""

from functools import partial

from sqlalchemy import select

from app import stripe_api
from app.extensions import db
from app.models import Charge
from app.money import format_amount
from app.separate.models import BasketItem, BasketOrder
from app.separate.moves import ItemReversal, SellerTransfer
from app.separate.once import Asking, once


class MoreThanTheCharge(Exception):
    """The transfers would come to more than the buyer paid and was not given back."""


def shares_of(order: BasketOrder) -> list[SellerTransfer]:
    """Each seller's share of an order, sent or not."""
    query = select(SellerTransfer).where(SellerTransfer.basket_order_id == order.id)
    return list(db.session.scalars(query.order_by(SellerTransfer.id)))


def send(share: SellerTransfer, charge: Charge) -> None:
    """Ask for the transfer of one seller's share, unless it was made or nothing is owed. Commits.

    With source_transaction it is made at once, and its money becomes available when the charge's
    does (docs.stripe.com/connect/separate-charges-and-transfers#transfer-availability).

    Raises MoreThanTheCharge, StripeUnavailable or StripeRefused.
    """
    if share.stripe_id is not None or share.amount == 0:
        return
    _keep_within(share, charge)
    once(share, lambda: _asking(share, charge))


def _keep_within(share: SellerTransfer, charge: Charge) -> None:
    others = [each for each in shares_of(share.order) if each.id != share.id and each.asked_at]
    left = charge.amount - charge.amount_refunded
    left += _returned(share.order) - sum(each.amount for each in others)
    if share.amount > left:
        amount, of = (format_amount(each, charge.currency) for each in (share.amount, left))
        raise MoreThanTheCharge(
            f"{amount} for {share.account_id} is more than the {of} left of {charge.id}."
        )


def _returned(order: BasketOrder) -> int:
    """What sellers have given back of their transfers, in minor units."""
    query = (
        select(ItemReversal)
        .join(BasketItem)
        .where(BasketItem.basket_order_id == order.id, ItemReversal.stripe_id.is_not(None))
    )
    return sum(reversal.amount for reversal in db.session.scalars(query))


def _asking(share: SellerTransfer, charge: Charge) -> Asking:
    name, group = share.name, share.order.reference
    return Asking(
        find=partial(stripe_api.find_transfer, name, group),
        make=partial(
            stripe_api.create_transfer,
            name,
            account_id=share.account_id,
            amount=share.amount,
            currency=charge.currency,
            transfer_group=group,
            charge_id=charge.id,
        ),
    )
