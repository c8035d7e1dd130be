"""Each discrepancy is found, named in words, and nothing else is."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app import reconciliation
from app.models import LooseEnd, Order, Payout
from app.reconciliation import Finding
from tests.discrepancies import CATALOGUE, Scene
from tests.platform_server import Platform
from tests.stories import a_seller, an_order


@pytest.fixture
def scene(platform: Platform, sandbox: Any) -> Scene:
    seller = a_seller(platform, sandbox)
    return Scene(platform, sandbox, seller, an_order(platform, seller))


def found(platform: Platform, patience: timedelta = timedelta(0)) -> list[Finding]:
    with platform.app.app_context():
        return list(reconciliation.findings(patience))


def test_the_catalogue_is_long_enough_to_mean_something() -> None:
    assert len(CATALOGUE) >= 20


@pytest.mark.parametrize(("plant", "kind", "words"), CATALOGUE.values(), ids=CATALOGUE.keys())
def test_a_planted_discrepancy_is_found_and_nothing_else_is(
    scene: Scene, plant: Callable[[Scene], None], kind: str, words: str
) -> None:
    plant(scene)
    [finding] = found(scene.platform)
    assert finding.kind == kind
    assert words in finding.words


def test_a_paid_order_is_settled_and_leaves_no_loose_end(scene: Scene) -> None:
    scene.pay()
    assert found(scene.platform) == []
    assert scene.platform.database.all(LooseEnd) == []
    with scene.platform.app.app_context():
        assert reconciliation.story(scene.order).state == "settled"


def test_what_is_on_its_way_is_no_finding_until_patience_ends(scene: Scene) -> None:
    scene.sandbox.faults.drop("application_fee.created", times=10)
    scene.pay()
    assert found(scene.platform, timedelta(hours=1)) == []
    assert len(found(scene.platform, timedelta(0))) == 1


def test_a_failed_payout_is_made_up_for_by_the_next_one(scene: Scene) -> None:
    scene.pay()
    scene.sandbox.payout(scene.seller.account_id, "failed")
    scene.settle()
    assert [finding.kind for finding in found(scene.platform)] == ["payout failed"]

    scene.sandbox.payout(scene.seller.account_id)
    scene.settle()
    assert found(scene.platform) == []
    assert scene.platform.database.all(LooseEnd) == []


def test_a_dispute_that_is_decided_is_no_finding_any_more(scene: Scene) -> None:
    scene.pay()
    dispute = scene.sandbox.dispute(scene.the("charge")["id"])
    scene.settle()
    assert [finding.kind for finding in found(scene.platform)] == ["disputed"]
    scene.sandbox.close_dispute(dispute["id"], "won")
    scene.settle()
    assert found(scene.platform) == []


def test_a_deposit_lists_its_sales_and_sums_to_the_cent(scene: Scene) -> None:
    scene.pay()
    orders = [scene.order, *(an_order(scene.platform, scene.seller) for _ in range(4))]
    for order in orders[1:]:
        scene.sandbox.pay(order.payment_intent_id)
    scene.sandbox.payout(scene.seller.account_id)
    scene.settle()

    payout = scene.platform.database.only(Payout)
    with scene.platform.app.app_context():
        told = reconciliation.payout_story(payout)
        assert {line.order.reference for line in told.lines if line.order} == {
            order.reference for order in orders
        }
        assert sum(line.entry.net for line in told.lines) == payout.amount == 5 * 45_00
        assert (told.state, told.is_closed) == ("in the bank", True)


def test_two_hundred_mixed_orders_leave_nothing_to_find(scene: Scene) -> None:
    """Declined and tried again, refunded in whole and in part, disputed and won, paid out."""
    dice = random.Random(7)
    for number in range(200):
        order = an_order(scene.platform, scene.seller)
        if number % 10 == 0:
            scene.sandbox.pay(order.payment_intent_id, card="4000000000000002")
        if number % 7 == 0:
            continue
        scene.sandbox.pay(order.payment_intent_id)
        charge = scene.the("charge")
        if number % 5 == 0:
            scene.sandbox.refund(
                charge["id"],
                dice.choice([None, 10_00]),
                reverse_transfer=True,
                refund_application_fee=True,
            )
        if number % 50 == 1:
            scene.settle()
            dispute = scene.sandbox.dispute(charge["id"])
            scene.sandbox.close_dispute(dispute["id"], "won")
    scene.settle()
    scene.sandbox.payout(scene.seller.account_id)
    scene.settle()

    assert len(scene.platform.database.all(Order)) == 201
    assert found(scene.platform) == []
    assert scene.platform.database.all(LooseEnd) == []


def run(platform: Platform, *arguments: str) -> Any:
    return platform.app.test_cli_runner().invoke(args=["stripe", "reconcile", *arguments])


def test_the_command_exits_with_1_when_there_are_findings(scene: Scene) -> None:
    scene.pay()
    silent = run(scene.platform)
    assert silent.exit_code == 0
    assert "explained" in silent.output

    scene.sandbox.dispute(scene.the("charge")["id"])
    scene.settle()
    loud = run(scene.platform, "--json")
    assert loud.exit_code == 1
    [finding] = json.loads(loud.stdout)
    assert finding["kind"] == "disputed"
    assert finding["reference"] == scene.order.reference


def test_stripes_side_is_compared_both_ways(scene: Scene) -> None:
    scene.sandbox.faults.drop("transfer.created", times=10)
    scene.pay()
    scene.tamper(charge={"amount_refunded": 7})
    with scene.platform.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE application_fees SET id = 'fee_unknown_to_stripe'")

    answer = run(scene.platform, "--against-stripe", "--json")
    assert answer.exit_code == 1
    kinds = {(each["kind"], each["noun"]) for each in json.loads(answer.stdout)}
    assert ("only at Stripe", "transfers") in kinds
    assert ("only at Stripe", "application_fees") in kinds
    assert ("only here", "application_fees") in kinds
    assert ("differs", "charges") in kinds


def test_stripes_side_agrees_when_all_was_heard(scene: Scene) -> None:
    scene.pay()
    scene.sandbox.payout(scene.seller.account_id)
    scene.settle()
    assert run(scene.platform, "--against-stripe").exit_code == 0
