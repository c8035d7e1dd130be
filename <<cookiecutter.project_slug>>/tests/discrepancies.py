"""Ways in which what Stripe tells can fail to be what was asked, each planted at the sandbox."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from app.models import Order
from tests.platform_server import Platform
from tests.stories import Seller, post_event


@dataclass(frozen=True)
class Scene:
    """One order of a ready seller, about to be paid."""

    platform: Platform
    sandbox: Any
    seller: Seller
    order: Order

    def pay(self, **tampered: dict[str, Any]) -> None:
        """Pay; `charge={"amount": 1}` changes the charge at Stripe before we read it."""
        self.sandbox.hold()
        self.sandbox.pay(self.order.payment_intent_id)
        self.tamper(**tampered)
        self.settle()

    def tamper(self, **objects: dict[str, Any]) -> None:
        """Change the latest object of each kind, behind everybody's back."""
        for kind, fields in objects.items():
            latest = self.the(kind)
            held = self.sandbox.world.store.get(kind, latest["id"])
            self.sandbox.world.store.save({**held, **fields})

    def settle(self) -> None:
        """Let every event arrive."""
        self.sandbox.release()
        self.sandbox.drain()

    def the(self, kind: str) -> dict[str, Any]:
        """The latest object of a kind; of charges, the platform's, not the seller's py_."""
        made: list[dict[str, Any]] = self.sandbox.objects(kind)
        return [each for each in made if not each["id"].startswith("py_")][-1]

    def forget_the_order(self) -> None:
        """As if somebody else had made the PaymentIntent."""
        with self.platform.database.engine.begin() as connection:
            connection.execute(text("DELETE FROM orders"))

    def tell_again(self, type_: str, id_: str, **data: Any) -> None:
        """An event that names this object."""
        event = {**self.sandbox.events()[-1], "id": f"evt_again_{id_}", "type": type_}
        event.pop("account", None)
        event["data"] = {"object": {"id": id_, **data}}
        assert post_event(self.platform, self.sandbox, event) == 200


def _drop(*types: str) -> Callable[[Scene], None]:
    def plant(scene: Scene) -> None:
        for type_ in types:
            scene.sandbox.faults.drop(type_, times=10)
        scene.pay()

    return plant


def _tamper(**objects: dict[str, Any]) -> Callable[[Scene], None]:
    return lambda scene: scene.pay(**objects)


def _no_order(scene: Scene) -> None:
    scene.forget_the_order()
    scene.pay()


def _charged_twice(scene: Scene) -> None:
    scene.pay()
    held = scene.sandbox.world.store.get("charge", scene.the("charge")["id"])
    scene.sandbox.world.store.add({**held, "id": "ch_the_second"}, scene.sandbox.world.platform)
    scene.tell_again("charge.succeeded", "ch_the_second")


def _refund_after(*dropped: str, **how: Any) -> Callable[[Scene], None]:
    def plant(scene: Scene) -> None:
        scene.pay()
        for type_ in dropped:
            scene.sandbox.faults.drop(type_, times=10)
        scene.sandbox.refund(scene.the("charge")["id"], **how)
        scene.settle()

    return plant


def _refund_that_the_charge_forgot(scene: Scene) -> None:
    scene.pay()
    scene.sandbox.hold()
    scene.sandbox.refund(scene.the("charge")["id"])
    scene.tamper(charge={"amount_refunded": 0})
    scene.settle()


def _refund_that_fails(scene: Scene) -> None:
    scene.sandbox.pay(scene.order.payment_intent_id, card="4000000000005126")
    scene.settle()
    scene.sandbox.refund(scene.the("charge")["id"])
    scene.settle()


def _disputed(scene: Scene) -> None:
    scene.pay()
    scene.sandbox.dispute(scene.the("charge")["id"])
    scene.settle()


def _dispute_unseen(scene: Scene) -> None:
    scene.pay()
    scene.sandbox.faults.drop("charge.dispute.created", times=10)
    scene.sandbox.faults.drop("charge.dispute.funds_withdrawn", times=10)
    scene.sandbox.dispute(scene.the("charge")["id"])
    scene.settle()
    scene.tell_again("charge.updated", scene.the("charge")["id"])


def _fee_given_back(scene: Scene) -> None:
    scene.pay()
    scene.tamper(application_fee={"amount_refunded": 100})
    scene.tell_again("application_fee.refunded", scene.the("application_fee")["id"])


def _transfer_reversed(scene: Scene) -> None:
    scene.pay()
    scene.tamper(transfer={"amount_reversed": 100})
    scene.tell_again("transfer.reversed", scene.the("transfer")["id"])


def _payout(outcome: str, **tampered: dict[str, Any]) -> Callable[[Scene], None]:
    def plant(scene: Scene) -> None:
        scene.pay()
        scene.sandbox.hold()
        scene.sandbox.payout(scene.seller.account_id, outcome)
        scene.tamper(**tampered)
        scene.settle()

    return plant


def _payout_of_a_stranger(scene: Scene) -> None:
    scene.sandbox.faults.drop("transfer.created", times=10)
    scene.sandbox.faults.drop("application_fee.created", times=10)
    for type_ in ("charge.succeeded", "charge.updated"):
        scene.sandbox.faults.drop(type_, times=10)
    _payout("paid")(scene)


def _parts_that_do_not_sum(scene: Scene) -> None:
    scene.pay()
    scene.sandbox.hold()
    scene.sandbox.payout(scene.seller.account_id)
    store = scene.sandbox.world.store
    part = next(e for e in scene.sandbox.objects("balance_transaction") if e["type"] == "payment")
    held = store.get("balance_transaction", part["id"])
    store.save({**held, "net": held["net"] - 1})
    scene.settle()


def _event_gap(scene: Scene) -> None:
    for type_ in ("charge.succeeded", "charge.updated"):
        scene.sandbox.faults.drop(type_, times=10)
    scene.sandbox.faults.drop("transfer.created", times=10)
    scene.pay()


def _stripe_fails(scene: Scene) -> None:
    scene.pay()
    scene.sandbox.faults.answer(400, times=1000, path="/v1/refunds")
    event = {**scene.sandbox.events()[-1], "id": "evt_fails", "type": "refund.created"}
    event["data"] = {"object": {"id": "re_1"}}
    event.pop("account", None)
    assert post_event(scene.platform, scene.sandbox, event) == 500


def _overdue(scene: Scene) -> None:
    for type_ in ("payout.paid", "payout.updated", "payout.reconciliation_completed"):
        scene.sandbox.faults.drop(type_, times=10)
    _payout("paid", payout={"status": "in_transit", "arrival_date": 1_700_000_000})(scene)


CATALOGUE: dict[str, tuple[Callable[[Scene], None], str, str]] = {
    "fee missing": (_drop("application_fee.created"), "stuck", "application fee"),
    "transfer missing": (_drop("transfer.created"), "stuck", "transfer"),
    "fee and transfer missing": (
        _drop("application_fee.created", "transfer.created"),
        "stuck",
        "transfer and the application fee",
    ),
    "fee of another amount": (
        _tamper(application_fee={"amount": 499}),
        "mismatch",
        "application fee is 4.99 USD, we asked for 5.00 USD",
    ),
    "fee from another account": (
        _tamper(application_fee={"account": "acct_other"}),
        "mismatch",
        "account that paid the fee is acct_other",
    ),
    "transfer to another account": (
        _tamper(transfer={"destination": "acct_other"}),
        "mismatch",
        "transfer's destination is acct_other",
    ),
    "transfer of another amount": (
        _tamper(transfer={"amount": 4000}),
        "mismatch",
        "transferred amount is 40.00 USD, we asked for 50.00 USD",
    ),
    "charge of another amount": (
        _tamper(charge={"amount": 4999}),
        "mismatch",
        "amount is 49.99 USD, we asked for 50.00 USD",
    ),
    "charge captured in part": (
        _tamper(charge={"amount_captured": 100}),
        "mismatch",
        "captured amount is 1.00 USD",
    ),
    "charge in another currency": (
        _tamper(charge={"currency": "eur"}),
        "mismatch",
        "the currency is eur, we asked for usd",
    ),
    "charge for another account": (
        _tamper(charge={"transfer_data": {"amount": None, "destination": "acct_other"}}),
        "mismatch",
        "charge's destination is acct_other",
    ),
    "charge that stays pending": (
        _tamper(charge={"status": "pending"}),
        "stuck",
        "The charge is pending",
    ),
    "charge with no order": (_no_order, "unknown charge", "no order asked for"),
    "two charges for one order": (_charged_twice, "mismatch", "2 charges took money"),
    "refund unseen": (
        _refund_after("refund.created", "refund.updated"),
        "mismatch",
        "says 50.00 USD was refunded, its refunds say 0.00 USD",
    ),
    "refund that the charge does not know of": (
        _refund_that_the_charge_forgot,
        "mismatch",
        "says 0.00 USD was refunded, its refunds say 50.00 USD",
    ),
    "refund that failed": (_refund_that_fails, "mismatch", "the buyer does not have it"),
    "dispute": (_disputed, "disputed", "disputes the payment"),
    "dispute unseen": (_dispute_unseen, "mismatch", "no dispute has been told"),
    "fee given back without a refund": (_fee_given_back, "mismatch", "1.00 USD of the fee"),
    "transfer reversed without a refund": (
        _transfer_reversed,
        "mismatch",
        "1.00 USD of the transfer",
    ),
    "payout failed": (_payout("failed"), "payout failed", "in the Stripe balance"),
    "payout failed after it was paid": (
        _payout("paid_then_failed"),
        "payout failed",
        "The bank sent it back",
    ),
    "payout whose parts do not sum": (
        _parts_that_do_not_sum,
        "payout mismatch",
        "parts sum to",
    ),
    "payout with a payment of no order": (
        _payout_of_a_stranger,
        "payout mismatch",
        "belong to no order",
    ),
    "payout overdue": (_overdue, "stuck", "on its way"),
    "event gap": (_event_gap, "orphan", "never told us of the charge"),
    "event that cannot be processed": (_stripe_fails, "event waiting", "Stripe"),
}
