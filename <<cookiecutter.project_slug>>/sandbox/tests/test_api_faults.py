"""Each fault of the API bites, and what the SDK makes of it."""

import time
from pathlib import Path

import pytest
import requests
import stripe

from sandbox import Sandbox
from sandbox.pytest_plugin import SETTINGS
from sandbox.scenario import client, new_seller, params


@pytest.mark.parametrize(
    ("status", "exception"),
    [(429, stripe.RateLimitError), (500, stripe.APIError), (503, stripe.APIError)],
)
def test_the_nth_call_fails_and_does_nothing(
    sandbox: Sandbox, api: stripe.StripeClient, status: int, exception: type[Exception]
) -> None:
    sandbox.faults.answer(status, on_call=2, path="/v1/accounts")
    new_seller(api)
    with pytest.raises(exception):
        new_seller(api)
    new_seller(api)
    assert len(sandbox.objects("account")) == 2


def test_the_sdk_retries_500_and_not_429(sandbox: Sandbox) -> None:
    patient = stripe.StripeClient(
        sandbox.secret_key, base_addresses={"api": sandbox.url}, max_network_retries=1
    )
    sandbox.faults.answer(500)
    patient.v1.accounts.list()
    sandbox.faults.answer(429)
    with pytest.raises(stripe.RateLimitError):
        patient.v1.accounts.list()
    assert [each.status for each in sandbox.requests] == [500, 200, 429]


def test_an_api_that_stops_answering_answers_again(
    sandbox: Sandbox, api: stripe.StripeClient
) -> None:
    sandbox.faults.stop_answering()
    for _ in range(3):
        with pytest.raises(stripe.APIError):
            api.v1.accounts.list()
    sandbox.faults.answer_again()
    assert api.v1.accounts.list().data == []


def test_a_lost_answer_is_an_unknown_outcome_that_its_key_resolves(
    sandbox: Sandbox, api: stripe.StripeClient
) -> None:
    wish = params(amount=10_00, currency="usd")
    sandbox.faults.lose_answer(path="/v1/payment_intents")
    with pytest.raises(stripe.APIConnectionError):
        api.v1.payment_intents.create(wish, {"idempotency_key": "order-1"})
    [made] = sandbox.objects("payment_intent")
    assert api.v1.payment_intents.create(wish, {"idempotency_key": "order-1"}).id == made["id"]
    # Without its key, the naive retry makes a second one.
    sandbox.faults.lose_answer(path="/v1/payment_intents")
    with pytest.raises(stripe.APIConnectionError):
        api.v1.payment_intents.create(wish)
    api.v1.payment_intents.create(wish)
    assert len(sandbox.objects("payment_intent")) == 3


def test_a_slow_call_is_carried_out_though_nobody_waited(sandbox: Sandbox) -> None:
    hasty = stripe.StripeClient(
        sandbox.secret_key,
        base_addresses={"api": sandbox.url},
        http_client=stripe.RequestsClient(timeout=0.3),
    )
    sandbox.faults.time_out(1.0)
    with pytest.raises(stripe.APIConnectionError):
        new_seller(hasty)
    while not sandbox.requests:
        time.sleep(0.01)
    assert len(sandbox.objects("account")) == 1


def test_a_sandbox_starts_fresh_and_on_a_port_of_its_own(tmp_path: Path, sandbox: Sandbox) -> None:
    with Sandbox(tmp_path / "other.db", **SETTINGS) as other:
        assert other.url != sandbox.url
        new_seller(client(other))
        assert requests.get(other.url + "/stripe.js", timeout=10).ok
    assert sandbox.objects("account") == []
