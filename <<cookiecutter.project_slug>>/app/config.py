"""The settings: each read once, by its name, and checked by its shape. No secret has a default."""

import re
from collections.abc import Mapping

from app.extensions import SQLITE_OPTIONS
from app.money import THREE_DECIMAL

SECRET_KEY = re.compile(r"(?:sk|rk)_(test|live)_\w{8,}")
PUBLISHABLE_KEY = re.compile(r"pk_(test|live)_\w{8,}")
WEBHOOK_SECRETS = re.compile(r"whsec_[^\s,]{8,}(,whsec_[^\s,]{8,})*")
LONG_SECRET = re.compile(r".{32,}")
ORIGIN = re.compile(r"https?://[\w.-]+(:\d+)?")
ADDRESS = re.compile(r"https?://\S+")
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[a-z]{3}")
BASIS_POINTS = re.compile(r"\d{1,4}|10000")
ACCOUNTS_API = re.compile(r"v1|v2")


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

    settings: dict[str, object] = {
        "SECRET_KEY": read("SECRET_KEY", LONG_SECRET),
        "PUBLIC_URL": read("PUBLIC_URL", ORIGIN),
        "PLATFORM_NAME": environ.get("PLATFORM_NAME") or "Platform",
        "PLATFORM_COUNTRY": read("PLATFORM_COUNTRY", COUNTRY),
        "PLATFORM_CURRENCY": read("PLATFORM_CURRENCY", CURRENCY),
        "APPLICATION_FEE_BPS": int(read("APPLICATION_FEE_BPS", BASIS_POINTS)),
        "STRIPE_SECRET_KEY": read("STRIPE_SECRET_KEY", SECRET_KEY),
        "STRIPE_PUBLISHABLE_KEY": read("STRIPE_PUBLISHABLE_KEY", PUBLISHABLE_KEY),
        "STRIPE_ACCOUNTS_API": read("STRIPE_ACCOUNTS_API", ACCOUNTS_API, "v1"),
        "STRIPE_API_BASE": read("STRIPE_API_BASE", ORIGIN, "https://api.stripe.com"),
        "STRIPE_JS_URL": read("STRIPE_JS_URL", ADDRESS, "https://js.stripe.com/endive/stripe.js"),
        # Each endpoint has secrets of its own; several, while one is being replaced.
        "WEBHOOK_SECRETS": {
            "platform": read("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRETS).split(","),
            "connect": read("STRIPE_CONNECT_WEBHOOK_SECRET", WEBHOOK_SECRETS).split(","),
            "thin": _optional(environ, "STRIPE_THIN_WEBHOOK_SECRET", WEBHOOK_SECRETS).split(","),
        },
        "SQLALCHEMY_DATABASE_URI": _database(environ.get("DATABASE_URL") or "sqlite:///app.db"),
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "RATELIMIT_STORAGE_URI": "memory://",
        "SESSION_COOKIE_SAMESITE": "Lax",
    }
    _refuse_contradictions(settings, environ)
    settings["LIVEMODE"] = "_live_" in str(settings["STRIPE_SECRET_KEY"])
    settings["SESSION_COOKIE_SECURE"] = str(settings["PUBLIC_URL"]).startswith("https://")
    if str(settings["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite"):
        settings["SQLALCHEMY_ENGINE_OPTIONS"] = SQLITE_OPTIONS
    return settings


def _optional(environ: Mapping[str, str], name: str, shape: re.Pattern[str]) -> str:
    value = environ.get(name, "")
    if value and not shape.fullmatch(value):
        raise BadConfig(f"{name} must match {shape.pattern}, or be left out (see .env.example).")
    return value


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
    if "live" in modes.values() and not str(settings["PUBLIC_URL"]).startswith("https://"):
        raise BadConfig("PUBLIC_URL must begin with https:// when the Stripe keys are live.")
    if settings["PLATFORM_CURRENCY"] in THREE_DECIMAL:
        raise BadConfig("PLATFORM_CURRENCY has three decimals, which this app does not handle.")
    if environ.get("STRIPE_LOG") == "debug":
        raise BadConfig("STRIPE_LOG=debug prints bearer URLs and client secrets; use info.")
