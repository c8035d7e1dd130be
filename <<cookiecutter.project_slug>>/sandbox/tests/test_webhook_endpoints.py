"""Who gets which events."""

import stripe

from sandbox import Sandbox
from sandbox.scenario import new_seller
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
