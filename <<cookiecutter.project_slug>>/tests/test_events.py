"""The one table of events, held against Stripe's own lists and against all that it drives."""

from typing import get_args

import stripe
from stripe.events._event_classes import get_v2_event_class
from stripe.params._webhook_endpoint_create_params import WebhookEndpointCreateParams

from app import create_app
from app.config import from_env
from app.events import ENDPOINTS, RULES, THIN, enabled_at
from app.projections import PROJECTIONS
from tests.settings import SETTINGS


def snapshot_types() -> set[str]:
    """What an endpoint may subscribe to, in the words of the SDK's own parameters."""
    [listed] = get_args(WebhookEndpointCreateParams.__annotations__["enabled_events"])
    return {*get_args(listed)}


def is_thin(name: str) -> bool:
    """Whether the SDK has a class for thin events of this type."""
    return get_v2_event_class(name) is not stripe.StripeObject


def test_every_type_subscribed_exists_at_stripe() -> None:
    known = snapshot_types()
    for scope in ENDPOINTS.keys() - {THIN}:
        assert {*enabled_at(scope)} <= known
    assert [name for name in enabled_at(THIN) if not is_thin(name)] == []
    assert "transfer.paid" not in known  # as it once was called; so the lists are lists
    assert not is_thin("v2.core.account.sold")


def test_every_type_handled_is_subscribed_and_the_reverse() -> None:
    subscribed = {name for scope in ENDPOINTS for name in enabled_at(scope)}
    handled = {name for name, rule in RULES.items() if rule.noun in PROJECTIONS}
    assert subscribed == handled == RULES.keys()


def test_every_told_table_hears_of_its_changes() -> None:
    assert {rule.noun for rule in RULES.values()} == PROJECTIONS.keys()


def test_each_endpoint_has_its_route_and_its_secrets() -> None:
    secrets = from_env(SETTINGS)["WEBHOOK_SECRETS"]
    routes = create_app(SETTINGS).url_map.bind("localhost")
    for scope, endpoint in ENDPOINTS.items():
        assert routes.match(endpoint.path, "POST") == (f"webhooks.{scope}", {})
        assert isinstance(secrets, dict)
        assert secrets[scope] == [SETTINGS[endpoint.setting]]
