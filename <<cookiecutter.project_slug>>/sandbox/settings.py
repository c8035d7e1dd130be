"""What a sandbox needs to know before it starts: keys, secrets, and how fast its time runs."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass
class Settings:
    """One sandbox's settings; every time is in seconds."""

    secret_key: str = "sk_test_sandbox"
    publishable_key: str = "pk_test_sandbox"
    public_url: str = ""
    platform_secret: str = ""
    connect_secret: str = ""
    thin_secret: str = ""
    platform_name: str = "Sandbox platform"
    platform_country: str = "US"
    accounts_v1_support: bool = True
    """Off, `POST /v1/accounts` is refused, as it is for a new platform at Stripe."""
    clock_ahead: float = 0.0
    """By how much the `Date` of its answers is ahead of this machine's clock."""
    settle_after: float = 0.0
    """Between a charge and its transfer, fee and balance transaction (`automatic_async`)."""
    payout_step: float = 0.0
    """Between a payout's states."""
    available_after: int = 0
    """Between a payment and its money being available for a payout."""
    link_lifetime: int = 300
    retry_compression: float = 100_000.0
    """Stripe's hours between delivery attempts, divided by this."""
    delivery_timeout: float = 20.0

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the same names the platform reads, so that one `.env` serves both."""

        def first(name: str) -> str:
            return environ.get(name, "").split(",")[0].strip()

        return cls(
            secret_key=environ.get("STRIPE_SECRET_KEY", cls.secret_key),
            publishable_key=environ.get("STRIPE_PUBLISHABLE_KEY", cls.publishable_key),
            public_url=environ.get("PUBLIC_URL", "").rstrip("/"),
            platform_secret=first("STRIPE_WEBHOOK_SECRET"),
            connect_secret=first("STRIPE_CONNECT_WEBHOOK_SECRET"),
            thin_secret=first("STRIPE_THIN_WEBHOOK_SECRET"),
            platform_name=environ.get("PLATFORM_NAME", cls.platform_name),
            platform_country=environ.get("PLATFORM_COUNTRY", cls.platform_country).upper(),
            accounts_v1_support=environ.get("STRIPE_ACCOUNTS_API", "v1") != "v2",
            settle_after=0.5,
            payout_step=0.5,
            retry_compression=600.0,
        )
