"""Connected accounts: what becomes of them, in v1's words and in v2's."""

from typing import Any

import pytest
import stripe

from sandbox import Sandbox
from sandbox.scenario import new_seller, params

V2: Any = {
    "dashboard": "express",
    "contact_email": "ida@example.com",
    "identity": {"country": "fr"},
    "configuration": {
        "merchant": {"capabilities": {"card_payments": {"requested": True}}},
        "recipient": {
            "capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}
        },
    },
    "include": ["configuration.merchant", "requirements"],
}


def test_a_new_account_can_do_nothing_yet(api: stripe.StripeClient) -> None:
    account = api.v1.accounts.retrieve(new_seller(api)).to_dict()
    assert not account["charges_enabled"]
    assert not account["payouts_enabled"]
    assert set(account["capabilities"].values()) == {"inactive"}
    assert "external_account" in account["requirements"]["currently_due"]


@pytest.mark.parametrize(
    ("change", "submitted", "enabled", "reason"),
    [
        ("onboard", True, True, None),
        ("incomplete", True, False, "requirements.past_due"),
        ("reject", False, False, "rejected.platform_fraud"),
    ],
)
def test_what_becomes_of_an_account_is_told_by_account_updated(
    api: stripe.StripeClient, sandbox: Sandbox, change: str, submitted: bool, enabled: bool,
    reason: str | None,
) -> None:  # fmt: skip
    account = sandbox.change_account(new_seller(api), change)
    assert account["details_submitted"] == submitted
    assert account["charges_enabled"] == account["payouts_enabled"] == enabled
    assert account["requirements"]["disabled_reason"] == reason
    [event] = sandbox.events("account.updated", account["id"])
    assert event["data"]["object"] == account
    assert len(sandbox.events("capability.updated")) == (2 if enabled else 0)


def test_an_account_regresses_when_its_deadline_passes(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    due = sandbox.change_account(seller, "restrict_later", seconds=3600)
    assert due["charges_enabled"]
    assert due["requirements"]["current_deadline"] > due["created"]
    late = sandbox.change_account(seller, "restrict")
    assert not late["charges_enabled"]
    assert late["requirements"]["past_due"]


def test_the_deadline_passes_by_itself(sandbox: Sandbox, seller: str) -> None:
    sandbox.change_account(seller, "restrict_later", seconds=0)
    sandbox.drain()
    assert not sandbox.objects("account")[0]["charges_enabled"]


def test_the_event_of_leaving_names_the_account_only_at_its_top(
    sandbox: Sandbox, seller: str
) -> None:
    sandbox.change_account(seller, "deauthorize")
    [event] = sandbox.events("account.application.deauthorized")
    assert event["account"] == seller
    assert event["data"]["object"]["object"] == "application"


def test_both_apis_see_one_account(api: stripe.StripeClient, sandbox: Sandbox) -> None:
    account = api.v2.core.accounts.create(V2)
    sandbox.onboard(account.id)
    v1 = api.v1.accounts.retrieve(account.id)
    v2 = api.v2.core.accounts.retrieve(
        account.id, {"include": ["configuration.merchant"]}
    ).to_dict()
    assert (v1.country, v1.default_currency, v1.charges_enabled) == ("FR", "eur", True)
    assert v2["configuration"]["merchant"]["capabilities"]["card_payments"]["status"] == "active"


def test_v2_gives_only_what_was_asked_for(api: stripe.StripeClient) -> None:
    made = api.v2.core.accounts.create(V2).to_dict()
    assert [entry["description"] for entry in made["requirements"]["entries"]]
    assert made["defaults"] is None
    assert api.v2.core.accounts.retrieve(made["id"]).configuration is None


def test_v2_is_as_strict_as_v1(api: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        api.v2.core.accounts.create(params(V2, colour="red"))
    assert refusal.value.code == "parameter_unknown"


def test_an_account_of_v2_causes_events_of_both_kinds(
    api: stripe.StripeClient, sandbox: Sandbox
) -> None:
    account = api.v2.core.accounts.create(V2).id
    sandbox.onboard(account)
    thin = [each for each in sandbox.events() if each["object"] == "v2.core.event"]
    assert {each["type"] for each in thin} == {
        "v2.core.account.created",
        "v2.core.account.updated",
        "v2.core.account[requirements].updated",
        "v2.core.account[configuration.merchant].capability_status_updated",
        "v2.core.account[configuration.recipient].capability_status_updated",
    }
    assert {each["related_object"]["id"] for each in thin} == {account}
    assert len(sandbox.events("account.updated")) == 1


def test_v2_lists_are_followed_from_page_to_page(api: stripe.StripeClient) -> None:
    made = [new_seller(api) for _ in range(5)]
    first = api.v2.core.accounts.list({"limit": 2})
    assert len(first.data) == 2
    assert [each.id for each in first.auto_paging_iter()] == made[::-1]
