"""What is wrong with the settings: where each comes from, and which suit no live platform."""

from collections.abc import Iterator, Mapping

from flask import current_app

from app import costs
from app.doctor.finding import Finding

FROM_DASHBOARD = "copy it from dashboard.stripe.com/apikeys"
FROM_ENDPOINT = (
    "`flask stripe endpoints create` prints it; for an endpoint that exists, copy it from"
    " dashboard.stripe.com/workbench/webhooks"
)
FIXES = {
    "SECRET_KEY": 'python -c "import secrets; print(secrets.token_hex(32))" prints a new one',
    "STRIPE_SECRET_KEY": FROM_DASHBOARD,
    "STRIPE_PUBLISHABLE_KEY": FROM_DASHBOARD + ", in the mode of the secret key",
    "STRIPE_WEBHOOK_SECRET": FROM_ENDPOINT,
    "STRIPE_CONNECT_WEBHOOK_SECRET": FROM_ENDPOINT,
    "STRIPE_THIN_WEBHOOK_SECRET": FROM_ENDPOINT,
    "PUBLIC_URL": "set it to where people reach this platform, such as https://market.example.com",
    "STRIPE_API_BASE": "remove it: unset, it leads to Stripe",
    "STRIPE_JS_URL": "remove it: unset, it leads to Stripe",
    "STRIPE_LOG": "set it to info, or remove it",
    "FLASK_DEBUG": "remove it",
}


def bad(problems: Mapping[str, str]) -> Iterator[Finding]:
    """What keeps the app from starting: BadConfig's problems."""
    for name, problem in problems.items():
        fix = FIXES.get(name, f".env.example explains {name}")
        yield Finding("settings", f"{name} {problem}", fix)


def look() -> Iterator[Finding]:
    """What starts and is not right yet."""
    config = current_app.config
    if config["STRIPE_ACCOUNTS_API"] == "v2" and not config["WEBHOOK_SECRETS"]["thin"]:
        yield Finding(
            "settings",
            "STRIPE_THIN_WEBHOOK_SECRET is not set, and accounts made through v2 are told of by"
            " thin events.",
            FROM_ENDPOINT,
        )
    fee, currency = config["APPLICATION_FEE_BPS"], config["PLATFORM_CURRENCY"]
    if costs.covered_from(fee, currency) is None:
        yield Finding(
            "settings",
            costs.fee_below_cost(fee, currency),
            "raise APPLICATION_FEE_BPS, or let others pay for the sales",
            warning=True,
        )
    if config["LIVEMODE"]:
        yield from _unfit_for_live()


def _unfit_for_live() -> Iterator[Finding]:
    if current_app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        yield Finding(
            "settings",
            "DATABASE_URL leads to SQLite: one machine, one writer at a time.",
            "set it to postgresql://user:password@host/database",
            warning=True,
        )
    if current_app.config["RATELIMIT_STORAGE_URI"].startswith("memory"):
        yield Finding(
            "settings",
            "RATELIMIT_STORAGE_URI is memory://, so each worker process counts for itself.",
            "set it to redis://host:6379, with the redis package installed",
            warning=True,
        )
