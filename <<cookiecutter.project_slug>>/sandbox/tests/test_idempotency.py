"""The same key twice is the same call once."""

import threading
from typing import Any

import pytest
import stripe

from sandbox import Sandbox
from sandbox.scenario import new_intent, params

WISH: Any = {"amount": 10_00, "currency": "usd"}


def test_the_same_key_and_parameters_replay_the_first_answer(
    api: stripe.StripeClient, sandbox: Sandbox
) -> None:
    first = api.v1.payment_intents.create(WISH, {"idempotency_key": "order-1"})
    again = api.v1.payment_intents.create(WISH, {"idempotency_key": "order-1"})
    assert again.id == first.id
    assert len(sandbox.objects("payment_intent")) == 1
    assert again.last_response is not None
    assert again.last_response.headers["Idempotent-Replayed"] == "true"


def test_the_same_key_with_other_parameters_is_refused(
    api: stripe.StripeClient, sandbox: Sandbox
) -> None:
    api.v1.payment_intents.create(WISH, {"idempotency_key": "order-1"})
    with pytest.raises(stripe.IdempotencyError):
        api.v1.payment_intents.create(params(WISH, amount=11_00), {"idempotency_key": "order-1"})
    assert len(sandbox.objects("payment_intent")) == 1


def test_a_refusal_is_replayed_even_after_its_reason_is_gone(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.change_account(seller, "restrict")
    wish: Any = params(WISH, transfer_data={"destination": seller})
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            api.v1.payment_intents.create(wish, {"idempotency_key": "order-1"})
        assert refusal.value.code == "insufficient_capabilities_for_transfer"
        sandbox.onboard(seller)
    api.v1.payment_intents.create(wish, {"idempotency_key": "order-1, attempt 2"})


def test_a_key_is_not_spent_on_a_call_that_was_never_carried_out(
    api: stripe.StripeClient,
) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.payment_intents.create(params(WISH, colour="red"), {"idempotency_key": "order-1"})
    assert api.v1.payment_intents.create(WISH, {"idempotency_key": "order-1"}).id


def test_a_decline_is_replayed_and_no_second_charge_is_made(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    intent = new_intent(api, seller)
    card: Any = {"payment_method": "pm_card_visa_chargeDeclined"}
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            api.v1.payment_intents.confirm(intent, card, {"idempotency_key": "try-1"})
    assert len(sandbox.objects("charge", sandbox.world.platform)) == 1


def test_a_key_in_flight_is_a_conflict(api: stripe.StripeClient, sandbox: Sandbox) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def wait(method: str, path: str, body: Any) -> None:
        entered.set()
        go_on.wait(10)

    sandbox.before_answer = wait
    options: Any = {"idempotency_key": "order-1"}
    first = threading.Thread(target=lambda: api.v1.payment_intents.create(WISH, options))
    first.start()
    assert entered.wait(10)
    with pytest.raises(stripe.APIError) as conflict:
        api.v1.payment_intents.create(WISH, options)
    go_on.set()
    first.join()
    assert conflict.value.http_status == 409
    assert conflict.value.error is not None
    assert conflict.value.error.code == "idempotency_key_in_use"
    assert len(sandbox.objects("payment_intent")) == 1


def test_a_key_belongs_to_one_account(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller))
    sandbox.settings.payout_step = 3600
    wish: Any = {"amount": 10, "currency": "usd"}
    on_platform = api.v1.payouts.create(wish, {"idempotency_key": "k"})
    on_seller = api.v1.payouts.create(wish, {"idempotency_key": "k", "stripe_account": seller})
    assert on_platform.id != on_seller.id
