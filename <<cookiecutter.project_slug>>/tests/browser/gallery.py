"""Every page of the platform: who sees it, in which state, and what there must be to see."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from app.models import Order, User
from tests.browser import more_pages
from tests.platform_server import Platform
from tests.reading import make_operator
from tests.told_rows import (
    a_balance_transaction,
    a_charge,
    a_fee,
    a_loose_end,
    a_payout,
    a_transfer,
    an_account,
    an_event,
    an_order,
    give_account,
    plant,
)

ADAS, CYS = "acct_1SVxkq2eZvKYlo2C", "acct_1SVxkq2eZvKYlo2D"
LONG_NAME = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, enamelled by hand in 1911"

VISITORS = {
    "anonymous": ["/", "/auth/login", "/auth/register", "/no/such/page"],
    "dora": ["/", "/seller", "/onboarding/return"],
    "ben": [
        "/checkout/orders/{settled}",
        "/checkout/orders/{settled}/return",
        "/checkout/orders/{wrong}",
        "/checkout/orders/{unpaid}",
        "/checkout/orders/{unpaid}/return",
    ],
    "ada": ["/", "/seller", "/seller/payouts/po_1", "/onboarding/return"],
    "cy": ["/seller", "/onboarding/return"],
    "olga": [
        "/operator",
        "/operator/orders/{settled}",
        "/operator/orders/{wrong}",
        "/operator/orders/{unpaid}",
        "/operator/orders/{settled}/refund",
        "/operator/orders/{settled}/reversal",
        "/operator/sellers",
        "/operator/payouts",
        "/operator/payouts?whose=platform",
        "/operator/payouts/po_1",
        "/operator/payouts/po_2",
        "/operator/events",
        "/operator/earnings",
        "/operator/search?q=nothing",
    ],
}
"""Who looks at which pages, each with what they have: dora has signed up and done no more."""


@dataclass(frozen=True)
class Gallery:
    """A platform with somebody of each kind, and rows in every state that a page knows."""

    platform: Platform
    orders: dict[str, str]

    def paths(self, visitor: str) -> list[str]:
        """The pages this visitor looks at, but for those of folders you have deleted."""
        every = VISITORS[visitor] + more_pages.VISITORS.get(visitor, [])
        addresses = [path.format(**self.orders) for path in every]
        return [path for path in addresses if self._leads_somewhere(path) or "no/such" in path]

    def name_of(self, path: str) -> str:
        """The path with the order's state for its reference, the same in every run."""
        for name, reference in self.orders.items():
            path = path.replace(reference, name)
        return path

    def _leads_somewhere(self, path: str) -> bool:
        try:
            self.platform.app.url_map.bind("").match(path.partition("?")[0])
        except NotFound:
            return False
        return True


def hang(platform: Platform) -> Gallery:
    """Put everybody and everything there is to see into the database."""
    for name in ("ada", "ben", "cy", "dora", "olga"):
        platform.person(f"{name}@example.com")
    make_operator(platform, "olga@example.com")
    ada = give_account(platform, "ada@example.com", ADAS)
    give_account(platform, "cy@example.com", CYS)
    with Session(platform.database.engine, expire_on_commit=False) as session:
        ben = session.scalars(select(User).where(User.email == "ben@example.com")).one()
    settled = an_order(platform, ben, ada, "A vase")
    wrong = an_order(platform, ben, ada, LONG_NAME)
    unpaid = an_order(platform, ben, ada, "A bowl", payment_intent_id=None)
    _tell_of_accounts(platform)
    _tell_of_money(platform, settled, wrong)
    return Gallery(
        platform,
        {
            "settled": settled.reference,
            "wrong": wrong.reference,
            "unpaid": unpaid.reference,
            **more_pages.hang(platform, ben, ada),
        },
    )


def _tell_of_accounts(platform: Platform) -> None:
    plant(
        platform,
        an_account(ADAS, country="US", default_currency="usd"),
        an_account(
            CYS,
            charges_enabled=False,
            currently_due=["individual.verification.document", "external_account"],
            current_deadline=1_800_000_000,
        ),
    )


def _tell_of_money(platform: Platform, settled: Order, wrong: Order) -> None:
    charge = f"ch_{settled.id}"
    plant(
        platform,
        a_charge(settled),
        a_fee(settled),
        a_transfer(settled, destination_payment="py_1"),
        a_charge(wrong, amount=49_99, created=1),
        a_loose_end("charges", f"ch_{wrong.id}"),
        a_payout("po_1", ADAS, reconciliation_status="completed"),
        a_payout("po_2", ADAS, "failed", failure_message="The account was closed."),
        a_payout("po_3", None, "in_transit"),
        a_balance_transaction("txn_1", "po_1", "py_1"),
        an_event("evt_1", "processed", object_id=charge, changes=["status", "amount"], attempts=1),
        an_event(
            "evt_2",
            "waiting",
            type="transfer.created",
            noun="transfers",
            object_id=f"tr_{settled.id}",
            error="StripeUnavailable: no answer in 10 s",
            attempts=4,
        ),
        an_event("evt_3", "ignored", reason="of the other mode"),
    )
