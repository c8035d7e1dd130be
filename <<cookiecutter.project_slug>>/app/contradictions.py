"""What is wrong with settings that each have their right shape: together, or with live keys."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.money import THREE_DECIMAL

STRIPE_API = "https://api.stripe.com"
STRIPE_JS = "https://js.stripe.com/"

Problem = tuple[str, str]
"""The name of a setting, and what is wrong with it."""


def in_any_mode(settings: Mapping[str, object], environ: Mapping[str, str]) -> Iterator[Problem]:
    """Settings that cannot be right together, whatever the keys."""
    modes = {
        name: str(settings[name]).split("_")[1]
        for name in ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY")
    }
    if len(set(modes.values())) > 1:
        yield "STRIPE_PUBLISHABLE_KEY", f"is not of the secret key's mode: {modes}."
    for name in ("PUBLIC_URL", "STRIPE_API_BASE", "STRIPE_JS_URL"):
        if not _is_https(settings[name]) and not is_near(settings[name]):
            yield name, "must begin with https://, as it leaves your own network."
    if settings["PLATFORM_CURRENCY"] in THREE_DECIMAL:
        yield "PLATFORM_CURRENCY", "has three decimals, which this app does not handle."
    if environ.get("STRIPE_LOG") == "debug":
        yield "STRIPE_LOG", "debug prints bearer URLs and client secrets; use info."


def while_live(settings: Mapping[str, object], environ: Mapping[str, str]) -> Iterator[Problem]:
    """What suits development and would be a hole where money is real."""
    if not _is_https(settings["PUBLIC_URL"]) or is_near(settings["PUBLIC_URL"]):
        yield "PUBLIC_URL", "must be a public https:// address while the keys are live."
    if settings["STRIPE_API_BASE"] != STRIPE_API:
        yield "STRIPE_API_BASE", "leads elsewhere than to Stripe, and the keys are live."
    if not str(settings["STRIPE_JS_URL"]).startswith(STRIPE_JS):
        yield "STRIPE_JS_URL", "leads elsewhere than to Stripe, and the keys are live."
    if environ.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        yield "FLASK_DEBUG", "shows code and values to strangers, and the keys are live."
    if environ["STRIPE_WEBHOOK_SECRET"] == environ["STRIPE_CONNECT_WEBHOOK_SECRET"]:
        yield (
            "STRIPE_CONNECT_WEBHOOK_SECRET",
            "equals STRIPE_WEBHOOK_SECRET: each endpoint has its own.",
        )


def _is_https(url: object) -> bool:
    return str(url).startswith("https://")


def is_near(url: object) -> bool:
    """Whether the host is this machine, or a name or number of a private network."""
    host = urlsplit(str(url)).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".test", ".internal"))
