"""How Stripe names things: a prefix that says what it is, then letters that say nothing."""

import secrets
import string
import time
from datetime import UTC, datetime

_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """A fresh id, such as `pi_` and 24 characters; treat it as opaque."""
    return prefix + random_text(length)


def random_text(length: int) -> str:
    """Unguessable letters and digits, for ids, client secrets and one-time links."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def now() -> int:
    """The time in whole Unix seconds: all that Stripe's `created` ever tells."""
    return int(time.time())


def timestamp(seconds: int | None = None) -> str:
    """A time as v2 writes it: `2026-11-23T01:00:00.000Z`."""
    when = datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
