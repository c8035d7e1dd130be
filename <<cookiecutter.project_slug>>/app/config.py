"""The settings: each read once, by its name, and checked by its shape. No secret has a default."""

import re
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.extensions import SQLITE_OPTIONS
from app.money import THREE_DECIMAL

SECRET_KEY = re.compile(r"(?:sk|rk)_(test|live)_\w{8,}")
PUBLISHABLE_KEY = re.compile(r"pk_(test|live)_\w{8,}")
WEBHOOK_SECRETS = re.compile(r"whsec_[^\s,]{8,}(,whsec_[^\s,]{8,})*")
OPTIONAL_SECRETS = re.compile(f"({WEBHOOK_SECRETS.pattern})?")
LONG_SECRET = re.compile(r".{32,}")
ORIGIN = re.compile(r"https?://[\w.-]+(:\d+)?")
ADDRESS = re.compile(r"https?://\S+")
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[a-z]{3}")
BASIS_POINTS = re.compile(r"\d{1,4}|10000")
ACCOUNTS_API = re.compile(r"v1|v2")
PLACEHOLDER = re.compile(
    r"change[-_ ]?(me|this|it|in)|replace[-_ ]?(me|this|with)|your[-_ ]|placeholder|example"
    r"|insecure|default|x{8}|\.\.\.|[<>]",
    re.IGNORECASE,
)
STRIPE_API = "https://api.stripe.com"
STRIPE_JS = "https://js.stripe.com/"


class BadConfig(Exception):
    """A setting that is missing or cannot be right. The app does not start."""


def from_env(environ: Mapping[str, str]) -> dict[str, object]:
    """Flask's configuration from environment variables. Raises BadConfig naming the bad one."""

    def read(name: str, shape: re.Pattern[str], default: str | None = None) -> str:
        value = environ.get(name, "") or default or ""
        if not shape.fullmatch(value):
            problem = "is not set" if value == "" else "does not have the right shape"
            raise BadConfig(f"{name} {problem}: it must match {shape.pattern} (see .env.example).")
        return value

    def secret(name: str, shape: re.Pattern[str], default: str | None = None) -> str:
        value = read(name, shape, default)
        if PLACEHOLDER.search(value) or 0 < len(set(value)) < 8:
            raise BadConfig(f"{name} still holds a placeholder: it needs a value of its own.")
        return value

    settings: dict[str, object] = {
        "SECRET_KEY": secret("SECRET_KEY", LONG_SECRET),
        "PUBLIC_URL": read("PUBLIC_URL", ORIGIN),
        "PLATFORM_NAME": environ.get("PLATFORM_NAME") or "Platform",
        "PLATFORM_COUNTRY": read("PLATFORM_COUNTRY", COUNTRY),
        "PLATFORM_CURRENCY": read("PLATFORM_CURRENCY", CURRENCY),
        "APPLICATION_FEE_BPS": int(read("APPLICATION_FEE_BPS", BASIS_POINTS)),
        "STRIPE_SECRET_KEY": secret("STRIPE_SECRET_KEY", SECRET_KEY),
        "STRIPE_PUBLISHABLE_KEY": secret("STRIPE_PUBLISHABLE_KEY", PUBLISHABLE_KEY),
        "STRIPE_ACCOUNTS_API": read("STRIPE_ACCOUNTS_API", ACCOUNTS_API, "v1"),
        "STRIPE_API_BASE": read("STRIPE_API_BASE", ORIGIN, STRIPE_API),
        "STRIPE_JS_URL": read("STRIPE_JS_URL", ADDRESS, STRIPE_JS + "endive/stripe.js"),
        # Each endpoint has secrets of its own; several, while one is being replaced.
        "WEBHOOK_SECRETS": {
            "platform": _listed(secret("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRETS)),
            "connect": _listed(secret("STRIPE_CONNECT_WEBHOOK_SECRET", WEBHOOK_SECRETS)),
            "thin": _listed(secret("STRIPE_THIN_WEBHOOK_SECRET", OPTIONAL_SECRETS)),
        },
        "SQLALCHEMY_DATABASE_URI": _database(environ.get("DATABASE_URL") or "sqlite:///app.db"),
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "RATELIMIT_STORAGE_URI": "memory://",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=7),
        # Rows hold people's data: their values appear in no log and in no error's text.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
    }
    settings["LIVEMODE"] = "_live_" in str(settings["STRIPE_SECRET_KEY"])
    _refuse_contradictions(settings, environ)
    if settings["LIVEMODE"]:
        _refuse_play_with_live_keys(settings, environ)
    settings["SESSION_COOKIE_SECURE"] = str(settings["PUBLIC_URL"]).startswith("https://")
    if str(settings["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite"):
        settings["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, **SQLITE_OPTIONS}
    return settings


def _listed(secrets: str) -> list[str]:
    return [secret for secret in secrets.split(",") if secret]


def _database(url: str) -> str:
    """PostgreSQL addresses as hosts hand them out lead to psycopg 3."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _refuse_contradictions(settings: dict[str, object], environ: Mapping[str, str]) -> None:
    """Settings that are each right and cannot be right together. Raises BadConfig."""
    modes = {
        name: str(settings[name]).split("_")[1]
        for name in ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY")
    }
    if len(set(modes.values())) > 1:
        raise BadConfig(f"One Stripe key is for test mode and one is live: {modes}.")
    for name in ("PUBLIC_URL", "STRIPE_API_BASE", "STRIPE_JS_URL"):
        if not _is_https(settings[name]) and not _is_near(settings[name]):
            raise BadConfig(f"{name} must begin with https://, as it leaves your own network.")
    if settings["PLATFORM_CURRENCY"] in THREE_DECIMAL:
        raise BadConfig("PLATFORM_CURRENCY has three decimals, which this app does not handle.")
    if environ.get("STRIPE_LOG") == "debug":
        raise BadConfig("STRIPE_LOG=debug prints bearer URLs and client secrets; use info.")


def _refuse_play_with_live_keys(settings: dict[str, object], environ: Mapping[str, str]) -> None:
    """What suits development and would be a hole where money is real. Raises BadConfig."""
    if not _is_https(settings["PUBLIC_URL"]) or _is_near(settings["PUBLIC_URL"]):
        raise BadConfig("PUBLIC_URL must be a public https:// address while the keys are live.")
    if settings["STRIPE_API_BASE"] != STRIPE_API:
        raise BadConfig("STRIPE_API_BASE leads elsewhere than to Stripe, and the keys are live.")
    if not str(settings["STRIPE_JS_URL"]).startswith(STRIPE_JS):
        raise BadConfig("STRIPE_JS_URL leads elsewhere than to Stripe, and the keys are live.")
    if environ.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        raise BadConfig("FLASK_DEBUG shows code and values to strangers, and the keys are live.")
    if environ["STRIPE_WEBHOOK_SECRET"] == environ["STRIPE_CONNECT_WEBHOOK_SECRET"]:
        raise BadConfig(
            "STRIPE_CONNECT_WEBHOOK_SECRET equals STRIPE_WEBHOOK_SECRET: each endpoint has its own."
        )


def _is_https(url: object) -> bool:
    return str(url).startswith("https://")


def _is_near(url: object) -> bool:
    """Whether the host is this machine, or a name or number of a private network."""
    host = urlsplit(str(url)).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".test", ".internal"))
