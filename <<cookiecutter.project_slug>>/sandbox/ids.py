"""How Stripe names things: a prefix that says what it is, then letters and digits that say nothing."""

import secrets
import string
import time

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
