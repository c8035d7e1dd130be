"""The app refuses to start on a setting that is missing or cannot be right, and names it."""

import re
from pathlib import Path

import pytest

from app import create_app
from app.config import BadConfig, from_env
from tests.settings import LIVE, SETTINGS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "dev-secret-key-change-in-production"),
        ("SECRET_KEY", "replace-me-with-thirty-two-random-bytes"),
        ("SECRET_KEY", "0" * 64),
        ("PUBLIC_URL", "not an address"),
        ("PUBLIC_URL", "https://example.com/path"),
        ("PUBLIC_URL", "http://market.example.com"),
        ("STRIPE_SECRET_KEY", ""),
        ("STRIPE_SECRET_KEY", "sk_test_"),
        ("STRIPE_SECRET_KEY", "sk_test_your_key_here"),
        ("STRIPE_SECRET_KEY", "sk_test_xxxxxxxxxxxxxxxxxxxxxxxx"),
        ("STRIPE_SECRET_KEY", "pk_test_51ThisIsNotARealKey"),
        ("STRIPE_PUBLISHABLE_KEY", "sk_test_51ThisIsNotARealKey"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_replace_me"),
        ("STRIPE_WEBHOOK_SECRET", ""),
        ("STRIPE_WEBHOOK_SECRET", "whsec_"),
        ("STRIPE_WEBHOOK_SECRET", "changeme"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_changeme"),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", ""),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", "whsec_good_enough,oops"),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", "whsec_good_enough,"),
        ("STRIPE_THIN_WEBHOOK_SECRET", "oops"),
        ("STRIPE_API_BASE", "http://stripe.example.com"),
        ("STRIPE_JS_URL", "http://cdn.example.com/stripe.js"),
        ("STRIPE_ACCOUNTS_API", "v3"),
        ("STRIPE_LOG", "debug"),
        ("APPLICATION_FEE_BPS", "2.5"),
        ("APPLICATION_FEE_BPS", "10001"),
        ("PLATFORM_COUNTRY", "USA"),
        ("PLATFORM_CURRENCY", "kwd"),
        ("DATABASE_URL", "mysql://host/name"),
        ("RATELIMIT_STORAGE_URI", "redis"),
        ("TRUSTED_PROXIES", "all"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(BadConfig, match=name) as refusal:
        create_app({**SETTINGS, name: value})
    if len(value) > 8:
        assert value not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://market.example.com"),
        ("PUBLIC_URL", "http://127.0.0.1:8000"),
        ("PUBLIC_URL", "https://localhost:8000"),
        ("PUBLIC_URL", "https://192.168.1.7"),
        ("STRIPE_API_BASE", "https://stripe.example.com"),
        ("STRIPE_API_BASE", "http://127.0.0.1:4242"),
        ("STRIPE_JS_URL", "https://js.stripe.com.example.com/stripe.js"),
        ("STRIPE_JS_URL", "http://127.0.0.1:4242/stripe.js"),
        ("STRIPE_SECRET_KEY", "sk_test_51ThisIsNotARealKey"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_51ThisIsNotARealKey"),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", SETTINGS["STRIPE_WEBHOOK_SECRET"]),
        ("FLASK_DEBUG", "1"),
        ("STRIPE_LOG", "debug"),
    ],
)
def test_what_suits_development_is_refused_while_the_keys_are_live(name: str, value: str) -> None:
    with pytest.raises(BadConfig, match=name):
        from_env({**LIVE, name: value})


def test_the_example_as_it_lies_does_not_start() -> None:
    text = (Path(__file__).parents[1] / ".env.example").read_text()
    example = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    assert {"SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"} <= example.keys()
    for name in example.keys() & {name for name in SETTINGS if re.search("SECRET|_KEY", name)}:
        if name == "STRIPE_THIN_WEBHOOK_SECRET" and not example[name]:
            continue
        with pytest.raises(BadConfig, match=name):
            from_env({**SETTINGS, name: example[name]})


def test_every_bad_setting_is_named_at_once() -> None:
    wrong = {"SECRET_KEY": "short", "APPLICATION_FEE_BPS": "", "STRIPE_WEBHOOK_SECRET": "oops"}
    with pytest.raises(BadConfig) as refusal:
        from_env({**SETTINGS, **wrong})
    assert refusal.value.problems.keys() == wrong.keys()


def test_the_settings_of_these_tests_are_taken() -> None:
    config = from_env(SETTINGS)
    assert config["LIVEMODE"] is False
    assert config["SESSION_COOKIE_SECURE"] is False


def test_test_keys_may_serve_behind_https() -> None:
    config = from_env({**SETTINGS, "PUBLIC_URL": "https://staging.example.com"})
    assert config["SESSION_COOKIE_SECURE"] is True


def test_live_keys_start_where_everything_is_real() -> None:
    config = from_env(LIVE)
    assert config["LIVEMODE"] is True
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["STRIPE_API_BASE"] == "https://api.stripe.com"
    assert config["LOG_FORMAT"] == "json"


def test_an_endpoint_may_have_several_secrets_while_one_is_replaced() -> None:
    config = from_env({**SETTINGS, "STRIPE_WEBHOOK_SECRET": "whsec_the_old_one,whsec_the_new_one"})
    assert config["WEBHOOK_SECRETS"] == {
        "platform": ["whsec_the_old_one", "whsec_the_new_one"],
        "connect": ["whsec_of_the_connect_endpoint"],
        "thin": ["whsec_of_the_thin_endpoint"],
    }


def test_an_endpoint_without_a_secret_believes_nobody() -> None:
    config = from_env({**SETTINGS, "STRIPE_THIN_WEBHOOK_SECRET": ""})
    assert isinstance(config["WEBHOOK_SECRETS"], dict)
    assert config["WEBHOOK_SECRETS"]["thin"] == []


def test_postgresql_addresses_lead_to_psycopg() -> None:
    for scheme in ("postgres", "postgresql"):
        config = from_env({**SETTINGS, "DATABASE_URL": f"{scheme}://host/name"})
        assert config["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://host/name"
