"""Each fault of deliveries bites: a platform without the protection against it ends up wrong."""

from typing import Any

import pytest
import stripe

from sandbox import Sandbox
from sandbox.scenario import new_intent, new_seller
from sandbox.tests.conftest import Listener


class Naive:
    """A platform as people first write it: it believes each delivery, in the order they come."""

    def __init__(self, listener: Listener) -> None:
        self.earned = 0
        self.payout_status = ""
        self.live: list[str] = []
        self.versions: set[str] = set()
        listener.answer = self.hear

    def hear(self, event: dict[str, Any]) -> int:
        """Count fees as they come, and let the last word win."""
        if event["type"] == "application_fee.created":
            self.earned += event["data"]["object"]["amount"]
        if event["type"].startswith("payout."):
            self.payout_status = event["data"]["object"]["status"]
        if event["livemode"]:
            self.live.append(event["type"])
        self.versions.add(event["api_version"])
        return 200


@pytest.fixture
def naive(listener: Listener) -> Naive:
    """The naive platform behind the listening endpoints."""
    return Naive(listener)


@pytest.mark.parametrize("fault", ["duplicate", "twin"])
def test_a_duplicate_is_counted_twice_by_the_naive(
    sandbox: Sandbox, naive: Naive, api: stripe.StripeClient, seller: str, fault: str
) -> None:
    getattr(sandbox.faults, fault)("application_fee.created")
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    assert naive.earned == 2_00
    assert sum(each["amount"] for each in sandbox.objects("application_fee")) == 1_00
    ids = {each["id"] for each in sandbox.events("application_fee.created")}
    assert len(ids) == (1 if fault == "duplicate" else 2)


def test_what_is_dropped_is_never_heard_of(
    sandbox: Sandbox, naive: Naive, api: stripe.StripeClient, seller: str
) -> None:
    sandbox.faults.drop("application_fee.created")
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    assert naive.earned == 0
    assert len(api.v1.events.list({"type": "application_fee.created"}).data) == 1


def test_reordered_events_leave_the_naive_with_an_old_word(
    sandbox: Sandbox, naive: Naive, api: stripe.StripeClient, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    sandbox.faults.reorder(4, "payout.*")
    assert sandbox.payout(seller)["status"] == "paid"
    sandbox.drain()
    assert naive.payout_status == "pending"


def test_a_delayed_event_leaves_the_naive_with_an_old_word(
    sandbox: Sandbox, naive: Naive, api: stripe.StripeClient, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller))
    sandbox.faults.delay(2, "payout.created")
    sandbox.payout(seller)
    sandbox.drain()
    assert naive.payout_status == "pending"


def test_two_events_of_one_second_cannot_be_told_apart_by_their_time(
    sandbox: Sandbox, api: stripe.StripeClient, seller: str
) -> None:
    sandbox.pay(new_intent(api, seller))
    sandbox.faults.same_second(1_700_000_000, times=4)
    sandbox.payout(seller)
    told = [each for each in sandbox.events() if each["type"].startswith("payout.")]
    assert {each["created"] for each in told} == {1_700_000_000}


def test_an_event_of_the_wrong_mode_or_version_arrives_all_the_same(
    sandbox: Sandbox, naive: Naive, api: stripe.StripeClient, seller: str
) -> None:
    sandbox.faults.wrong_livemode("charge.succeeded")
    sandbox.faults.old_api_version(type="charge.updated")
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    assert naive.live == ["charge.succeeded"]
    assert naive.versions == {stripe.api_version, "2020-08-27"}


def test_a_rolled_secret_signs_twice_for_a_while(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient, seller: str
) -> None:
    sandbox.rotate_secret("platform", "whsec_new_for_tests")
    listener.secrets["platform"] = "whsec_new_for_tests"
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    assert listener.refused == 0
    signature = sandbox.signed(sandbox.events("charge.succeeded")[0]["id"]).headers
    assert signature["Stripe-Signature"].count("v1=") == 2
    sandbox.rotate_secret("platform", "whsec_newer_for_tests", keep_old=False)
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    assert listener.refused > 0


def test_after_clear_nothing_goes_wrong_any_more(
    sandbox: Sandbox, naive: Naive, api: stripe.StripeClient, seller: str
) -> None:
    sandbox.faults.drop(times=100)
    sandbox.faults.clear()
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    assert naive.earned == 1_00


def test_a_platform_that_crashed_in_between_is_told_again(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient, seller: str
) -> None:
    heard: list[str] = []

    def crash_once(event: dict[str, Any]) -> int:
        heard.append(event["id"])
        return 500 if heard.count(event["id"]) == 1 else 200

    listener.answer = crash_once
    sandbox.pay(new_intent(api, seller))
    sandbox.drain()
    platform_events = [each["id"] for each in sandbox.events() if "account" not in each]
    assert all(heard.count(id) == 2 for id in platform_events)


def test_forgotten_deliveries_do_not_come_back(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    sandbox.hold()
    sandbox.onboard(new_seller(api))
    assert sandbox.forget_deliveries() == len(sandbox.events())
    sandbox.release()
    sandbox.drain()
    assert listener.kept == []
