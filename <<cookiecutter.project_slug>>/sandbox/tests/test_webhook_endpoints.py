"""Who gets which events."""

import pytest
import stripe

from sandbox import Sandbox
from sandbox.scenario import new_seller, params
from sandbox.tests.conftest import Listener


def test_an_endpoint_gets_only_what_it_subscribed_to(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    made = api.v1.webhook_endpoints.create(
        {
            "url": listener.url + "/webhooks/stripe/connect",
            "connect": True,
            "enabled_events": ["capability.updated"],
        }
    )
    assert made.secret is not None
    assert api.v1.webhook_endpoints.retrieve(made.id).to_dict().get("secret") is None
    sandbox.hold()
    sandbox.onboard(new_seller(api))
    owed = [each["event"] for each in sandbox.deliveries() if each["endpoint"] == made.id]
    assert owed == [each["id"] for each in sandbox.events("capability.updated")]


def test_a_disabled_endpoint_gets_nothing(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    for endpoint in api.v1.webhook_endpoints.list().data:
        api.v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
    sandbox.onboard(new_seller(api))
    sandbox.drain()
    assert listener.kept == []


def test_a_destination_is_sent_its_events_under_the_secret_it_was_made_with(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    for endpoint in api.v2.core.event_destinations.list().auto_paging_iter():
        api.v2.core.event_destinations.disable(endpoint.id)
    made = api.v2.core.event_destinations.create(
        {
            "name": "Sellers",
            "type": "webhook_endpoint",
            "event_payload": "snapshot",
            "events_from": ["@accounts"],
            "enabled_events": ["capability.updated"],
            "snapshot_api_version": stripe.api_version,
            "webhook_endpoint": {"url": listener.url + "/webhooks/stripe/connect"},
            "include": ["webhook_endpoint.signing_secret"],
        }
    )
    assert made.webhook_endpoint is not None
    listener.secrets["connect"] = str(made.webhook_endpoint.signing_secret)
    sandbox.onboard(new_seller(api))
    sandbox.drain()
    assert {*listener.types()} == {"capability.updated"}
    assert listener.refused == 0


def test_destinations_include_what_v1_made_and_say_whose_events_they_take(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    destinations = api.v2.core.event_destinations
    listed = [*destinations.list({"include": ["webhook_endpoint.url"], "limit": 2})
              .auto_paging_iter()]  # fmt: skip
    assert [
        (each.event_payload, each.events_from, each.webhook_endpoint and each.webhook_endpoint.url)
        for each in reversed(listed)
    ] == [
        ("snapshot", ["@self"], listener.url + "/webhooks/stripe"),
        ("snapshot", ["@accounts"], listener.url + "/webhooks/stripe/connect"),
        ("thin", ["@self"], listener.url + "/webhooks/stripe/thin"),
    ]
    hidden = destinations.retrieve(listed[0].id).webhook_endpoint
    assert hidden is not None
    assert (hidden.url, hidden.signing_secret) == (None, None)


def test_a_destination_keeps_its_version_and_its_source(
    sandbox: Sandbox, listener: Listener, api: stripe.StripeClient
) -> None:
    first = api.v2.core.event_destinations.list().data[0].id
    for name, value in (("snapshot_api_version", stripe.api_version), ("events_from", ["@self"])):
        with pytest.raises(stripe.InvalidRequestError, match="unknown parameter"):
            api.v2.core.event_destinations.update(first, params({name: value}))
