"""The `Stripe-Signature` header: https://docs.stripe.com/webhooks#verify-manually."""

import hashlib
import hmac
import time


def signature(body: bytes, secrets: list[str], timestamp: int | None = None) -> str:
    """`t=...,v1=...`: one `v1` for each active secret, as during a rotation."""
    at = int(time.time()) if timestamp is None else timestamp
    signed = f"{at}.".encode() + body
    digests = [hmac.new(each.encode(), signed, hashlib.sha256).hexdigest() for each in secrets]
    return ",".join([f"t={at}", *(f"v1={digest}" for digest in digests)])
