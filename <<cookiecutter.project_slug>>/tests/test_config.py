"""The app refuses to start on a setting that is missing or cannot be right, and names it."""

import pytest

from app.config import BadConfig, from_env
from tests.settings import SETTINGS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "not an address"),
        ("PUBLIC_URL", "https://example.com/path"),
        ("STRIPE_SECRET_KEY", ""),
        ("STRIPE_SECRET_KEY", "pk_test_51ThisIsNotARealKey"),
        ("STRIPE_PUBLISHABLE_KEY", "sk_test_51ThisIsNotARealKey"),
        ("STRIPE_WEBHOOK_SECRET", ""),
        ("STRIPE_WEBHOOK_SECRET", "changeme"),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", ""),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", "whsec_good_enough,oops"),
        ("STRIPE_THIN_WEBHOOK_SECRET", "oops"),
        ("STRIPE_ACCOUNTS_API", "v3"),
        ("STRIPE_LOG", "debug"),
        ("APPLICATION_FEE_BPS", "2.5"),
        ("APPLICATION_FEE_BPS", "10001"),
        ("PLATFORM_COUNTRY", "USA"),
        ("PLATFORM_CURRENCY", "kwd"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(BadConfig, match=name):
        from_env({**SETTINGS, name: value})


def test_the_settings_of_these_tests_are_taken() -> None:
    config = from_env(SETTINGS)
    assert config["LIVEMODE"] is False
    assert config["SESSION_COOKIE_SECURE"] is False


def test_live_and_test_keys_do_not_mix() -> None:
    with pytest.raises(BadConfig, match="STRIPE_PUBLISHABLE_KEY"):
        from_env({**SETTINGS, "STRIPE_SECRET_KEY": "sk_live_51ThisIsNotARealKey"})


def test_live_keys_want_https() -> None:
    live = {
        **SETTINGS,
        "STRIPE_SECRET_KEY": "rk_live_51ThisIsNotARealKey",
        "STRIPE_PUBLISHABLE_KEY": "pk_live_51ThisIsNotARealKey",
    }
    with pytest.raises(BadConfig, match="PUBLIC_URL"):
        from_env(live)
    config = from_env({**live, "PUBLIC_URL": "https://market.example.com"})
    assert config["LIVEMODE"] is True
    assert config["SESSION_COOKIE_SECURE"] is True


def test_an_endpoint_may_have_several_secrets_while_one_is_replaced() -> None:
    config = from_env({**SETTINGS, "STRIPE_WEBHOOK_SECRET": "whsec_the_old_one,whsec_the_new_one"})
    assert config["WEBHOOK_SECRETS"] == {
        "platform": ["whsec_the_old_one", "whsec_the_new_one"],
        "connect": ["whsec_of_the_connect_endpoint"],
        "thin": ["whsec_of_the_thin_endpoint"],
    }


def test_postgresql_addresses_lead_to_psycopg() -> None:
    for scheme in ("postgres", "postgresql"):
        config = from_env({**SETTINGS, "DATABASE_URL": f"{scheme}://host/name"})
        assert config["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://host/name"
