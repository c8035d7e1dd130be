"""What Stripe refuses, through the official SDK: the exception, the code, the parameter."""

from typing import Any

import pytest
import stripe

from sandbox import Sandbox
from sandbox.scenario import new_intent, new_seller

WISH: dict[str, Any] = {"amount": 10_00, "currency": "usd"}
ONE, OTHER = {"enabled": True}, ["card"]

REFUSED_WISHES = [
    ({"payment_method_types": ["card"]}, "payment_method_types_no_longer_supported"),
    ({"colour": "red"}, "parameter_unknown"),
    ({"automatic_payment_methods": {"enabled": True, "colour": "red"}}, "parameter_unknown"),
    ({"automatic_payment_methods": {}, "metadata": {"a": "b"}}, None),
    ({"amount": "15.75"}, "parameter_invalid_integer"),
    ({"amount": 0}, "parameter_invalid_integer"),
    ({"amount": 49}, "amount_too_small"),
    ({"amount": 10**12}, "amount_too_large"),
    ({"amount": 49, "currency": "jpy"}, "amount_too_small"),
    ({"currency": ""}, "parameter_invalid_empty"),
    ({"currency": "xxx"}, None),
    ({"currency": "kwd"}, None),
    ({"capture_method": "sometimes"}, None),
    (
        {"automatic_payment_methods": ONE, "allowed_payment_method_types": OTHER},
        "parameters_exclusive",
    ),
    ({"application_fee_amount": 1_00}, "application_fees_not_allowed"),
    ({"transfer_data": {"destination": "acct_nobody"}}, "resource_missing"),
    ({"statement_descriptor": "BOWLS"}, None),
]


@pytest.mark.parametrize(("more", "code"), REFUSED_WISHES)
def test_a_bad_wish_is_refused_by_its_code_and_leaves_nothing(
    api: stripe.StripeClient, sandbox: Sandbox, more: Any, code: str | None
) -> None:
    wish: Any = {**WISH, **more}
    if more.get("automatic_payment_methods") == {}:
        wish["automatic_payment_methods"] = {"allow_redirects": "never"}
        code = "parameter_missing"
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.payment_intents.create(wish)
    assert refusal.value.code == code
    assert refusal.value.http_status == 400
    assert sandbox.objects("payment_intent") == []
    assert sandbox.events("payment_intent.created") == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"application_fee_amount": 10_01}, None),
        ({"application_fee_amount": 0}, "parameter_invalid_integer"),
        ({"transfer_data[amount]": 9_00}, "parameters_exclusive"),
    ],
)
def test_a_fee_that_cannot_be_is_refused(
    api: stripe.StripeClient, seller: str, more: dict[str, Any], code: str | None
) -> None:
    if "transfer_data[amount]" in more:
        more = {"transfer_data": {"destination": seller, "amount": 9_00}}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        new_intent(api, seller, **more)
    assert refusal.value.code == code


def test_a_missing_parameter_is_named(api: stripe.StripeClient) -> None:
    wish: Any = {"amount": 10_00}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.payment_intents.create(wish)
    assert (refusal.value.code, refusal.value.param) == ("parameter_missing", "currency")


def test_a_seller_without_capabilities_cannot_be_charged_for(
    api: stripe.StripeClient, sandbox: Sandbox
) -> None:
    account = new_seller(api)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        new_intent(api, account)
    assert refusal.value.code == "insufficient_capabilities_for_transfer"
    sandbox.onboard(account)
    new_intent(api, account)


def test_a_seller_restricted_between_order_and_payment_cannot_be_charged_for(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    intent = new_intent(api, seller)
    sandbox.change_account(seller, "restrict")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})
    assert refusal.value.code == "insufficient_capabilities_for_transfer"


def test_a_missing_object_is_a_404(api: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.payment_intents.retrieve("pi_nothing")
    assert (refusal.value.code, refusal.value.http_status) == ("resource_missing", 404)


def test_a_sellers_payment_is_on_the_sellers_books_only(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller))
    payment = str(api.v1.transfers.list().data[0].destination_payment)
    assert api.v1.charges.retrieve(payment, {}, {"stripe_account": seller}).id == payment
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v1.charges.retrieve(payment)
    assert refusal.value.code == "resource_missing"


@pytest.mark.parametrize("named", ["acct_nobody", "deauthorized"])
def test_an_account_out_of_reach_is_a_permission_error(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, named: str
) -> None:
    if named == "deauthorized":
        sandbox.change_account(seller, "deauthorize")
        named = seller
    with pytest.raises(stripe.PermissionError) as refusal:
        api.v1.balance.retrieve({}, {"stripe_account": named})
    assert refusal.value.error is not None
    assert refusal.value.error.code == "account_invalid"


@pytest.mark.parametrize("key", ["sk_test_somebody_elses", "pk_test_for_tests"])
def test_a_wrong_key_is_a_401(sandbox: Sandbox, key: str) -> None:
    stranger = stripe.StripeClient(key, base_addresses={"api": sandbox.url})
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.accounts.list()


def test_a_new_platform_is_sent_to_accounts_v2(sandbox: Sandbox, api: stripe.StripeClient) -> None:
    sandbox.settings.accounts_v1_support = False
    with pytest.raises(stripe.InvalidRequestError, match="v2/core/accounts"):
        new_seller(api)


def test_card_payments_cannot_be_asked_for_without_transfers(api: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.accounts.create({"capabilities": {"card_payments": {"requested": True}}})


def test_an_answer_carries_stripes_headers(api: stripe.StripeClient, seller: str) -> None:
    answer = api.raw_request("get", f"/v1/accounts/{seller}")
    assert answer.headers["Request-Id"].startswith("req_")
    assert answer.headers["Stripe-Version"] == stripe.api_version


def test_what_the_sandbox_does_not_imitate_is_a_404(api: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        api.v1.customers.list()


def test_lists_come_in_pages_newest_first(api: stripe.StripeClient) -> None:
    made = [new_seller(api) for _ in range(5)]
    first = api.v1.accounts.list({"limit": 2})
    assert [each.id for each in first.data] == made[:2:-1]
    assert first.has_more
    rest = api.v1.accounts.list({"limit": 100, "starting_after": first.data[-1].id})
    assert [each.id for each in rest.data] == made[2::-1]
    assert not rest.has_more
    assert [each.id for each in first.auto_paging_iter()] == made[::-1]


def test_an_id_can_be_expanded(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> None:
    intent = new_intent(api, seller)
    sandbox.pay(intent)
    expand: Any = {"expand": ["latest_charge.transfer.destination_payment"]}
    found = api.v1.payment_intents.retrieve(intent, expand).to_dict()
    assert found["latest_charge"]["transfer"]["destination_payment"]["object"] == "charge"
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.payment_intents.retrieve(intent, {"expand": ["colour"]})
