"""Refunds, reversals and disputes: who pays, and what is told."""

import pytest
import stripe

from sandbox import Sandbox
from sandbox.scenario import new_intent, params


@pytest.fixture
def charge(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> str:
    """A paid charge of 100.00 with a fee of 10.00."""
    return str(sandbox.pay(new_intent(api, seller, 100_00))["latest_charge"])


def nets(sandbox: Sandbox, owner: str, *kinds: str) -> list[int]:
    """Net amounts booked on an account, of these types of balance transaction."""
    return [
        each["net"]
        for each in sandbox.objects("balance_transaction", owner)
        if each["type"] in kinds
    ]


def test_a_plain_refund_is_paid_by_the_platform_alone(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, charge: str
) -> None:
    api.v1.refunds.create({"charge": charge})
    assert nets(sandbox, sandbox.world.platform, "refund") == [-100_00]
    assert nets(sandbox, seller, "payment_refund") == []
    assert api.v1.charges.retrieve(charge).refunded
    assert {each["type"] for each in sandbox.events()[-2:]} == {"refund.created", "charge.refunded"}


def test_with_both_flags_the_seller_nets_nothing(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, charge: str
) -> None:
    api.v1.refunds.create(
        {"charge": charge, "reverse_transfer": True, "refund_application_fee": True}
    )
    assert sum(each["net"] for each in sandbox.objects("balance_transaction", seller)) == 0
    [transfer], [fee] = sandbox.objects("transfer"), sandbox.objects("application_fee")
    assert (transfer["reversed"], fee["refunded"]) == (True, True)
    told = {each["type"] for each in sandbox.events()}
    assert {"transfer.reversed", "application_fee.refunded", "refund.created"} <= told


def test_a_partial_refund_takes_its_share_of_transfer_and_fee(
    api: stripe.StripeClient, sandbox: Sandbox, charge: str
) -> None:
    api.v1.refunds.create(
        {
            "charge": charge,
            "amount": 25_00,
            "reverse_transfer": True,
            "refund_application_fee": True,
        }
    )
    [transfer], [fee] = sandbox.objects("transfer"), sandbox.objects("application_fee")
    assert (transfer["amount_reversed"], fee["amount_refunded"]) == (25_00, 2_50)


def test_a_reversal_the_seller_cannot_pay_makes_nothing(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, charge: str
) -> None:
    sandbox.payout(seller)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.refunds.create({"charge": charge, "reverse_transfer": True})
    assert refusal.value.code == "balance_insufficient"
    assert sandbox.objects("refund") == sandbox.objects("transfer_reversal") == []
    assert sandbox.events("refund.created") == []


def test_the_transfers_of_one_charge_are_never_more_than_the_charge(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    paid = params(amount=100_00, currency="usd", payment_method="pm_card_visa", confirm=True)
    charge = str(api.v1.payment_intents.create(paid).latest_charge)
    part = params(amount=60_00, currency="usd", destination=seller, source_transaction=charge)
    made = api.v1.transfers.create(part)
    assert (made.source_transaction, made.amount) == (charge, 60_00)
    with pytest.raises(stripe.InvalidRequestError, match=r"must not exceed the source amount"):
        api.v1.transfers.create(part)
    assert len(sandbox.objects("transfer")) == 1


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"amount": 100_01}, None),
        ({"refund_application_fee": True}, None),
        ({"charge": "ch_nothing"}, "resource_missing"),
    ],
)
def test_a_refund_that_cannot_be_is_refused(
    api: stripe.StripeClient, charge: str, wish: dict[str, object], code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.refunds.create(params({"charge": charge}, wish))
    assert (refusal.value.code, refusal.value.http_status) == (code, 400)


def test_money_is_given_back_once(api: stripe.StripeClient, charge: str) -> None:
    api.v1.refunds.create({"charge": charge})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.refunds.create({"charge": charge})
    assert refusal.value.code == "charge_already_refunded"


def test_a_refund_may_fail_later_and_its_money_lands_on_the_platform(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    paid = sandbox.pay(new_intent(api, seller), "4000000000005126")
    refund = api.v1.refunds.create({"charge": paid["latest_charge"]})
    assert refund.status == "succeeded"
    assert api.v1.refunds.retrieve(refund.id).status == "failed"
    assert nets(sandbox, sandbox.world.platform, "refund", "refund_failure") == [-10_00, 10_00]
    assert [each["type"] for each in sandbox.events()][-1] == "refund.failed"


def test_a_pending_refund_goes_through_later(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    paid = sandbox.pay(new_intent(api, seller), "4000000000007726")
    refund = api.v1.refunds.create({"charge": paid["latest_charge"]})
    assert refund.status == "pending"
    assert api.v1.refunds.retrieve(refund.id).status == "succeeded"


def test_a_dispute_debits_the_platform_and_its_fee(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller), "4000000000000259")
    [dispute] = sandbox.objects("dispute")
    assert (dispute["status"], dispute["reason"]) == ("needs_response", "fraudulent")
    assert nets(sandbox, sandbox.world.platform, "adjustment") == [-25_00]
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.refunds.create({"charge": dispute["charge"]})
    assert refusal.value.code == "charge_disputed"


@pytest.mark.parametrize(("outcome", "back"), [("won", [-115_00, 100_00]), ("lost", [-115_00])])
def test_a_dispute_is_decided(sandbox: Sandbox, charge: str, outcome: str, back: list[int]) -> None:
    dispute = sandbox.dispute(charge)
    sandbox.close_dispute(dispute["id"], outcome)
    assert nets(sandbox, sandbox.world.platform, "adjustment") == back
    reinstated = [each["type"] for each in sandbox.events("charge.dispute.funds_reinstated")]
    assert len(reinstated) == (outcome == "won")
    assert sandbox.events("charge.dispute.closed")[0]["data"]["object"]["status"] == outcome


def test_an_inquiry_moves_no_money(sandbox: Sandbox, charge: str) -> None:
    dispute = sandbox.dispute(charge, inquiry=True)
    assert dispute["status"] == "warning_needs_response"
    assert nets(sandbox, sandbox.world.platform, "adjustment") == []
