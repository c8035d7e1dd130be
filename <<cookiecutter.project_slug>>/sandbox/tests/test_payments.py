"""A destination charge and what follows from it, card by card."""

from typing import Any

import pytest
import requests
import stripe

from sandbox import Sandbox
from sandbox.scenario import new_intent, params

DECLINES = {
    "pm_card_visa_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": ("card_declined", "insufficient_funds"),
    "pm_card_chargeDeclinedExpiredCard": ("expired_card", "expired_card"),
    "pm_card_chargeDeclinedIncorrectCvc": ("incorrect_cvc", "incorrect_cvc"),
    "pm_card_chargeDeclinedProcessingError": ("processing_error", "processing_error"),
    "4000000000009987": ("card_declined", "lost_card"),
}


def test_a_paid_destination_charge_moves_the_money_both_ways(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    intent = sandbox.pay(new_intent(api, seller, 50_00, transfer_group="order-1"))
    charge = api.v1.charges.retrieve(intent["latest_charge"])
    transfer = api.v1.transfers.retrieve(str(charge.transfer))
    fee = api.v1.application_fees.retrieve(str(charge.application_fee))
    payment = api.v1.charges.retrieve(
        str(transfer.destination_payment), {}, {"stripe_account": seller}
    )
    assert (charge.amount, transfer.amount, fee.amount) == (50_00, 50_00, 5_00)
    assert transfer.source_transaction == charge.id
    assert transfer.transfer_group == charge.transfer_group == "order-1"
    assert fee.originating_transaction == charge.id
    assert fee.charge == payment.id
    assert fee.account == transfer.destination == seller
    assert payment.source_transfer == transfer.id


def test_both_balances_add_up(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> None:
    sandbox.pay(new_intent(api, seller, 50_00))
    own = api.v1.balance.retrieve()
    sellers = api.v1.balance.retrieve({}, {"stripe_account": seller})
    stripe_kept = 1_45 + 30
    assert own.available[0].amount == 5_00 - stripe_kept
    assert sellers.available[0].amount == 45_00


def test_charge_succeeded_does_not_know_what_charge_updated_tells(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller))
    late = ("balance_transaction", "transfer", "application_fee")
    [succeeded] = sandbox.events("charge.succeeded")
    [updated] = sandbox.events("charge.updated")
    assert [succeeded["data"]["object"][name] for name in late] == [None] * 3
    assert None not in [updated["data"]["object"][name] for name in late]
    assert updated["data"]["previous_attributes"] == dict.fromkeys(late)


def test_with_synchronous_capture_charge_succeeded_knows_it_all(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller, capture_method="automatic"))
    [succeeded] = sandbox.events("charge.succeeded")
    assert succeeded["data"]["object"]["transfer"]
    assert sandbox.events("charge.updated") == []


@pytest.mark.parametrize("card", DECLINES)
def test_a_declined_card_says_why_and_another_can_be_tried(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, card: str
) -> None:
    intent = new_intent(api, seller)
    with pytest.raises(stripe.CardError) as refusal:
        api.v1.payment_intents.confirm(intent, {"payment_method": card})
    error: Any = refusal.value.error
    assert (refusal.value.code, error.decline_code) == DECLINES[card]
    assert refusal.value.http_status == 402
    assert api.v1.payment_intents.retrieve(intent).status == "requires_payment_method"
    assert [each["type"] for each in sandbox.events()][-2:] == [
        "charge.failed",
        "payment_intent.payment_failed",
    ]
    assert sandbox.pay(intent)["status"] == "succeeded"
    [failed, paid] = sandbox.objects("charge", sandbox.world.platform)
    assert (failed["status"], paid["status"]) == ("failed", "succeeded")


def test_a_paid_intent_cannot_be_paid_again(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    intent = new_intent(api, seller)
    sandbox.pay(intent)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})
    assert refusal.value.code == "payment_intent_unexpected_state"
    assert len(sandbox.objects("transfer")) == 1


@pytest.mark.parametrize(("answer", "status"), [("approve", "succeeded"), ("fail", "failed")])
def test_three_d_secure_asks_and_leads_back(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, answer: str, status: str
) -> None:
    intent = new_intent(api, seller)
    wish: Any = {"payment_method": "4000002760003184", "return_url": "http://127.0.0.1:1/back?o=1"}
    asked = api.v1.payment_intents.confirm(intent, wish).to_dict()
    assert asked["status"] == "requires_action"
    assert sandbox.objects("charge") == []
    page = asked["next_action"]["redirect_to_url"]["url"]
    assert "Approve a payment of 10.00 USD" in requests.get(page, timeout=10).text
    form = {"client_secret": asked["client_secret"], "answer": answer}
    back = requests.post(page, data=form, allow_redirects=False, timeout=10)
    assert back.headers["Location"].startswith("http://127.0.0.1:1/back?o=1&payment_intent=pi_")
    assert back.headers["Location"].endswith(f"redirect_status={status}")


def test_a_publishable_key_needs_the_client_secret_and_sees_little(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    intent = new_intent(api, seller)
    secret = api.v1.payment_intents.retrieve(intent).client_secret
    url = f"{sandbox.url}/v1/payment_intents/{intent}"
    key = {"key": sandbox.publishable_key}
    assert requests.get(url, params={**key, "client_secret": "x"}, timeout=10).status_code == 404
    seen = requests.get(url, params={**key, "client_secret": str(secret)}, timeout=10).json()
    assert seen["status"] == "requires_payment_method"
    assert "transfer_data" not in seen
    assert "application_fee_amount" not in seen


def test_without_decimals_nothing_is_multiplied(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller, 500, currency="jpy", application_fee_amount=12))
    assert [each["amount"] for each in sandbox.objects("application_fee")] == [12]
    [payment] = sandbox.objects("balance_transaction", seller)
    assert (payment["amount"], payment["net"], payment["currency"]) == (500, 488, "jpy")


def test_a_transfer_of_its_own_needs_the_money(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    wish: Any = {"amount": 10_00, "currency": "usd", "destination": seller}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.transfers.create(wish)
    assert refusal.value.code == "balance_insufficient"
    sale = params(amount=10_00, currency="usd", payment_method="pm_card_visa", confirm=True)
    charge = api.v1.payment_intents.create(sale).latest_charge
    made = api.v1.transfers.create(params(wish, source_transaction=str(charge)))
    assert made.source_transaction == charge
    assert sandbox.objects("application_fee") == []


def test_with_a_transfer_amount_the_platform_keeps_the_rest_and_there_is_no_fee(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    data = {"destination": seller, "amount": 8_77}
    made = api.v1.payment_intents.create(params(amount=10_00, currency="usd", transfer_data=data))
    sandbox.pay(made.id)
    assert [each["amount"] for each in sandbox.objects("transfer")] == [8_77]
    assert sandbox.objects("application_fee") == []


def test_on_behalf_of_needs_card_payments(api: stripe.StripeClient, sandbox: Sandbox) -> None:
    wish = params(capabilities={"transfers": {"requested": True}}, type="express")
    account = api.v1.accounts.create(wish).id
    sandbox.onboard(account)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        new_intent(api, account)
    assert refusal.value.code == "capability_not_active"
    data = {"destination": account}
    api.v1.payment_intents.create(params(amount=10_00, currency="usd", transfer_data=data))
