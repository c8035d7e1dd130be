"""The settings: each read once, by its name, and checked by its shape. No secret has a default."""

import re
from collections.abc import Mapping
from datetime import timedelta

from app import contradictions
from app.contradictions import STRIPE_API, STRIPE_JS
from app.extensions import ARRIVALS, ARRIVALS_OPTIONS, SQLITE_OPTIONS
from app.more_settings import MORE

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
DATABASE = re.compile(r"(sqlite|postgres(ql)?)(\+\w+)?://\S*")
STORAGE = re.compile(r"\w+(\+\w+)?://\S*")
LOG_FORMAT = re.compile(r"text|json")
PROXIES = re.compile(r"\d{1,2}")
PLACEHOLDER = re.compile(
    r"change[-_ ]?(me|this|it|in)|replace[-_ ]?(me|this|with)|your[-_ ]|placeholder|example"
    r"|insecure|default|x{8}|\.\.\.|[<>]",
    re.IGNORECASE,
)


class BadConfig(Exception):
    """Settings that are missing or cannot be right. The app does not start."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(f"{name} {wrong}" for name, wrong in problems.items()))
        self.problems = problems
        """By the setting's name: what is wrong with it, without its value."""


class _Reader:
    """Reads settings by name, each against its shape, and gathers what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: dict[str, str] = {}

    def text(self, name: str, shape: re.Pattern[str], default: str = "") -> str:
        value = self._environ.get(name, "") or default
        if not shape.fullmatch(value):
            problem = "is not set" if value == "" else "does not have the right shape"
            self.problems[name] = f"{problem}: it must match {shape.pattern} (see .env.example)."
        return value

    def number(self, name: str, shape: re.Pattern[str], default: str = "") -> int:
        value = self.text(name, shape, default)
        return 0 if name in self.problems else int(value)

    def secret(self, name: str, shape: re.Pattern[str]) -> str:
        value = self.text(name, shape)
        if PLACEHOLDER.search(value) or 0 < len(set(value)) < 8:
            problem = "still holds a placeholder: it needs a value of its own."
            self.problems.setdefault(name, problem)
        return value


def from_env(environ: Mapping[str, str]) -> dict[str, object]:
    """Flask's configuration from environment variables. Raises BadConfig naming every bad one."""
    reader = _Reader(environ)
    read, secret = reader.text, reader.secret
    live = "_live_" in environ.get("STRIPE_SECRET_KEY", "")
    settings: dict[str, object] = {
        "SECRET_KEY": secret("SECRET_KEY", LONG_SECRET),
        "PUBLIC_URL": read("PUBLIC_URL", ORIGIN),
        "PLATFORM_NAME": environ.get("PLATFORM_NAME") or "Platform",
        "PLATFORM_COUNTRY": read("PLATFORM_COUNTRY", COUNTRY),
        "PLATFORM_CURRENCY": read("PLATFORM_CURRENCY", CURRENCY),
        "APPLICATION_FEE_BPS": reader.number("APPLICATION_FEE_BPS", BASIS_POINTS),
        "STRIPE_SECRET_KEY": secret("STRIPE_SECRET_KEY", SECRET_KEY),
        "LIVEMODE": live,
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
        "SQLALCHEMY_DATABASE_URI": _database(read("DATABASE_URL", DATABASE, "sqlite:///app.db")),
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "RATELIMIT_STORAGE_URI": read("RATELIMIT_STORAGE_URI", STORAGE, "memory://"),
        "TRUSTED_PROXIES": reader.number("TRUSTED_PROXIES", PROXIES, "0"),
        "LOG_FORMAT": read("LOG_FORMAT", LOG_FORMAT, "json" if live else "text"),
        **{name: read(name, shape, default) for name, (shape, default) in MORE.items()},
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=7),
        # Rows hold people's data: their values appear in no log and in no error's text.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
    }
    if reader.problems:
        raise BadConfig(reader.problems)

    problems = dict(contradictions.in_any_mode(settings, environ))
    if settings["LIVEMODE"]:
        problems.update(contradictions.while_live(settings, environ))
    if problems:
        raise BadConfig(problems)

    settings["SESSION_COOKIE_SECURE"] = str(settings["PUBLIC_URL"]).startswith("https://")
    if str(settings["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite"):
        settings["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, **SQLITE_OPTIONS}
    arrivals = {"url": settings["SQLALCHEMY_DATABASE_URI"], **ARRIVALS_OPTIONS}
    settings["SQLALCHEMY_BINDS"] = {ARRIVALS: arrivals}
    return settings


def _listed(secrets: str) -> list[str]:
    return [secret for secret in secrets.split(",") if secret]


def _database(url: str) -> str:
    """PostgreSQL addresses as hosts hand them out lead to psycopg 3."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
