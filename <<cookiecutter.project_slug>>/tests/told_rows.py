"""Told rows put straight into the database, for tests of pages that only read them."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.extensions import Base
from app.models import (
    ApplicationFee,
    BalanceTransaction,
    Charge,
    ConnectedAccount,
    Event,
    LooseEnd,
    Order,
    Payout,
    Product,
    Transfer,
    User,
)
from app.models.columns import now
from tests.platform_server import Platform

CREATED = 1_790_000_000


def plant(platform: Platform, *rows: Base) -> None:
    """Commit rows from another connection than the app's."""
    with Session(platform.database.engine, expire_on_commit=False) as session:
        session.add_all(rows)
        session.commit()


def give_account(platform: Platform, email: str, account_id: str) -> User:
    """The user, who has begun onboarding."""
    with platform.database.engine.begin() as connection:
        connection.execute(update(User).where(User.email == email).values(account_id=account_id))
    [user] = [user for user in platform.database.all(User) if user.email == email]
    return user


def an_account(id: str, **fields: Any) -> ConnectedAccount:
    """A connected account that may do everything, but for the fields given."""
    ready: dict[str, Any] = {
        "read_at": 1,
        "charges_enabled": True,
        "payouts_enabled": True,
        "details_submitted": True,
        "card_payments": "active",
        "transfers": "active",
        "currently_due": [],
        "past_due": [],
        "pending_verification": [],
        "deauthorized": False,
    }
    return ConnectedAccount(id=id, **{**ready, **fields})


def an_order(
    platform: Platform, buyer: User, seller: User, name: str = "A drawing", **fields: Any
) -> Order:
    """An order for 50.00 with a fee of 5.00, but for the fields given, and its product."""
    product = Product(seller_id=seller.id, name=name, amount=50_00, currency="usd")
    plant(platform, product)
    asked: dict[str, Any] = {
        "buyer_id": buyer.id,
        "seller_id": seller.id,
        "product_id": product.id,
        "product_name": name,
        "account_id": seller.account_id,
        "amount": 50_00,
        "application_fee_amount": 5_00,
        "currency": "usd",
        "payment_intent_id": f"pi_{product.id}",
    }
    order = Order(**{**asked, **fields})
    plant(platform, order)
    return order


def a_charge(order: Order, **fields: Any) -> Charge:
    """A charge that took what the order asks, but for the fields given."""
    taken: dict[str, Any] = {
        "id": f"ch_{order.id}",
        "read_at": 1,
        "payment_intent_id": order.payment_intent_id,
        "status": "succeeded",
        "amount": order.amount,
        "amount_captured": order.amount,
        "amount_refunded": 0,
        "currency": order.currency,
        "disputed": False,
        "destination": order.account_id,
        "created": CREATED,
    }
    return Charge(**{**taken, **fields})


def a_fee(order: Order, **fields: Any) -> ApplicationFee:
    """The application fee of the order's charge, but for the fields given."""
    collected: dict[str, Any] = {
        "id": f"fee_{order.id}",
        "read_at": 1,
        "account_id": order.account_id,
        "charge_id": f"ch_{order.id}",
        "amount": order.application_fee_amount,
        "amount_refunded": 0,
        "currency": order.currency,
        "created": CREATED,
    }
    return ApplicationFee(**{**collected, **fields})


def a_transfer(order: Order, **fields: Any) -> Transfer:
    """The transfer of the order's charge."""
    moved: dict[str, Any] = {
        "id": f"tr_{order.id}",
        "read_at": 1,
        "destination": order.account_id,
        "source_transaction": f"ch_{order.id}",
        "amount": order.amount,
        "amount_reversed": 0,
        "currency": order.currency,
        "created": CREATED,
    }
    return Transfer(**{**moved, **fields})


def a_payout(id: str, account_id: str | None, status: str = "paid", **fields: Any) -> Payout:
    """A payout of 45.00 to a seller's bank, or to the platform's where the account is None."""
    paid: dict[str, Any] = {
        "read_at": 1,
        "amount": 45_00,
        "currency": "usd",
        "arrival_date": CREATED,
        "automatic": True,
        "created": CREATED,
    }
    return Payout(id=id, account_id=account_id, status=status, **{**paid, **fields})


def an_event(id: str, state: str, **fields: Any) -> Event:
    """An event that came in at the platform's endpoint."""
    came: dict[str, Any] = {
        "type": "charge.succeeded",
        "scope": "platform",
        "object_id": "ch_1",
        "noun": "charges",
        "livemode": False,
        "created": CREATED,
        "received_at": now(),
    }
    return Event(id=id, state=state, **{**came, **fields})


def a_balance_transaction(
    id: str, payout_id: str, source_id: str, **fields: Any
) -> BalanceTransaction:
    """What one sale of 50.00 with a fee of 5.00 put into a seller's payout."""
    carried: dict[str, Any] = {
        "read_at": 1,
        "account_id": "acct_ada",
        "type": "payment",
        "amount": 50_00,
        "fee": 5_00,
        "net": 45_00,
        "currency": "usd",
        "created": CREATED,
    }
    return BalanceTransaction(
        id=id, payout_id=payout_id, source_id=source_id, **{**carried, **fields}
    )


def a_loose_end(noun: str, object_id: str) -> LooseEnd:
    """What projections put down beside a told row until it is explained."""
    return LooseEnd(noun=noun, object_id=object_id, created=CREATED)
