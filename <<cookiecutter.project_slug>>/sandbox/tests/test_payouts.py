"""Payouts: the way to a bank, and back."""

from pathlib import Path

import pytest
import stripe

from sandbox import Sandbox
from sandbox.pytest_plugin import SETTINGS
from sandbox.scenario import client, new_intent, new_seller


@pytest.fixture
def rich_seller(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> str:
    """A seller with 9.00 on the Stripe balance."""
    sandbox.pay(new_intent(api, seller))
    return seller


@pytest.mark.parametrize(
    ("outcome", "types"),
    [
        ("paid", ["created", "updated", "paid", "reconciliation_completed"]),
        ("failed", ["created", "updated", "failed"]),
        (
            "paid_then_failed",
            ["created", "updated", "paid", "reconciliation_completed", "failed"],
        ),
    ],
)
def test_a_payout_tells_each_step_on_the_sellers_account(
    sandbox: Sandbox, rich_seller: str, outcome: str, types: list[str]
) -> None:
    payout = sandbox.payout(rich_seller, outcome)
    told = [each for each in sandbox.events() if each["type"].startswith("payout.")]
    assert [each["type"] for each in told] == ["payout." + type for type in types]
    assert {each["account"] for each in told} == {rich_seller}
    assert payout["status"] == outcome.rpartition("_")[2]


def test_a_failed_payout_brings_the_money_back_and_switches_the_bank_off(
    api: stripe.StripeClient, sandbox: Sandbox, rich_seller: str
) -> None:
    payout = sandbox.payout(rich_seller, "paid_then_failed")
    on_seller: stripe.RequestOptions = {"stripe_account": rich_seller}
    assert api.v1.balance.retrieve({}, on_seller).available[0].amount == 9_00
    assert payout["failure_balance_transaction"]
    [bank] = sandbox.events("account.external_account.updated")
    assert bank["data"]["object"]["status"] == "errored"


def test_the_transactions_of_an_automatic_payout_lead_to_the_charge(
    api: stripe.StripeClient, sandbox: Sandbox, rich_seller: str
) -> None:
    payout = sandbox.payout(rich_seller)
    on_seller: stripe.RequestOptions = {"stripe_account": rich_seller}
    rows = api.v1.balance_transactions.list({"payout": payout["id"]}, on_seller).data
    [payment] = [row for row in rows if row.type == "payment"]
    arrived = api.v1.charges.retrieve(str(payment.source), {}, on_seller)
    transfer = api.v1.transfers.retrieve(str(arrived.source_transfer))
    assert transfer.source_transaction == sandbox.objects("charge", sandbox.world.platform)[0]["id"]
    assert sum(row.net for row in rows) == 0


def test_what_a_payout_carried_is_not_known_before_reconciliation(
    api: stripe.StripeClient, sandbox: Sandbox, rich_seller: str
) -> None:
    sandbox.settings.payout_step = 3600
    payout = sandbox.payout(rich_seller)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.balance_transactions.list({"payout": payout["id"]}, {"stripe_account": rich_seller})
    assert refusal.value.code == "payout_reconciliation_not_ready"


def test_what_a_payout_by_hand_carried_is_never_known(
    api: stripe.StripeClient, rich_seller: str
) -> None:
    on_seller: stripe.RequestOptions = {"stripe_account": rich_seller}
    made = api.v1.payouts.create({"amount": 5_00, "currency": "usd"}, on_seller)
    assert (made.automatic, made.reconciliation_status) == (False, "not_applicable")
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.balance_transactions.list({"payout": made.id}, on_seller)


def test_nobody_is_paid_out_what_is_not_there(
    api: stripe.StripeClient, sandbox: Sandbox, rich_seller: str
) -> None:
    on_seller: stripe.RequestOptions = {"stripe_account": rich_seller}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.payouts.create({"amount": 9_01, "currency": "usd"}, on_seller)
    assert refusal.value.code == "balance_insufficient"
    sandbox.change_account(rich_seller, "restrict")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.payouts.create({"amount": 1_00, "currency": "usd"}, on_seller)
    assert refusal.value.code == "payouts_not_allowed"


def test_money_may_have_to_wait_before_it_can_be_paid_out(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.settings.available_after = 3600
    sandbox.pay(new_intent(api, seller))
    balance = api.v1.balance.retrieve({}, {"stripe_account": seller})
    assert (balance.available[0].amount, balance.pending[0].amount) == (0, 9_00)


def test_a_payout_under_way_goes_on_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with Sandbox(path, **SETTINGS, payout_step=0.2) as first:
        seller = new_seller(client(first))
        first.onboard(seller)
        first.pay(new_intent(client(first), seller))
        assert first.payout(seller)["status"] == "pending"
    with Sandbox(path, **SETTINGS, payout_step=0.2) as second:
        second.drain()
        [payout] = second.objects("payout")
        assert (payout["status"], payout["reconciliation_status"]) == ("paid", "completed")
