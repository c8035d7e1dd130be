"""Requests to the webhook endpoints that Stripe did not send as they stand."""

import hashlib
import hmac
import json
import random
import time
from dataclasses import dataclass, field, replace
from typing import Any

import stripe

from tests.settings import SETTINGS

Json = dict[str, Any]
SECRETS = {
    "": SETTINGS["STRIPE_WEBHOOK_SECRET"],
    "/connect": SETTINGS["STRIPE_CONNECT_WEBHOOK_SECRET"],
    "/thin": SETTINGS["STRIPE_THIN_WEBHOOK_SECRET"],
}


@dataclass
class Request:
    """What is posted: endpoint, body, the signature's header, other headers, a false length."""

    path: str
    body: bytes
    signature: str
    headers: dict[str, str] = field(default_factory=dict)
    length: str | None = None


def event(dice: random.Random, path: str, livemode: bool = False) -> Json:
    """An event that belongs to this endpoint."""
    number = dice.randrange(10**9)
    common = {"id": f"evt_{number}", "livemode": livemode}
    if path == "/thin":
        related = {"id": f"acct_{number}", "type": "v2.core.account", "url": "/v2/core/accounts"}
        return {
            **common,
            "object": "v2.core.event",
            "created": "2026-11-22T10:00:00.000Z",
            "type": "v2.core.account.updated",
            "related_object": related,
        }
    kinds = ("account.updated", "payout.paid") if path else ("charge.updated", "transfer.created")
    return {
        **common,
        **({"account": f"acct_{number}"} if path else {}),
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "type": dice.choice(kinds),
        "data": {"object": {"id": f"ch_{number}"}},
    }


def signed(path: str, body: str | bytes, secret: str) -> Request:
    """A body under a signature that is right, if the secret is."""
    text = body if isinstance(body, str) else body.decode("latin-1")
    header = stripe.WebhookSignature.generate_signature_header(text, secret)
    return Request(path, text.encode() if isinstance(body, str) else body, header)


def unsigned(dice: random.Random) -> Request:
    """A request that Stripe did not sign as it stands, often one changed after it was signed."""
    path = dice.choice(list(SECRETS))
    request = signed(path, json.dumps(event(dice, path)), SECRETS[path])
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        request = dice.choice(CHANGES)(dice, request)
    while _is_signed(request):  # one change may undo another, or leave body and signature alone
        request = _flip_a_bit(dice, request)
    return request


def _is_signed(request: Request) -> bool:
    """Whether the signature is right after all, worked out here and not by the SDK."""
    parts = [part.partition("=") for part in request.signature.split(",")]
    times = [value for name, _, value in parts if name == "t" and value.isdecimal()]
    if not times or int(times[0]) < time.time() - 300:
        return False
    content = f"{times[0]}.".encode() + request.body
    digest = hmac.new(SECRETS[request.path].encode(), content, hashlib.sha256).hexdigest()
    return ("v1", "=", digest) in parts


def _flip_a_bit(dice: random.Random, request: Request) -> Request:
    if not request.body:
        return _add_bytes(dice, request)
    body = bytearray(request.body)
    body[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
    return replace(request, body=bytes(body))


def _cut(dice: random.Random, request: Request) -> Request:
    return replace(request, body=request.body[: dice.randrange(max(len(request.body), 1))])


def _add_bytes(dice: random.Random, request: Request) -> Request:
    extra = dice.choice((b" ", b"\0", b"\xff\xfe", b"{}", "🦀".encode(), b"[" * 5000))
    return replace(
        request, body=extra + request.body if dice.random() < 0.5 else request.body + extra
    )


def _random_body(dice: random.Random, request: Request) -> Request:
    return replace(request, body=dice.randbytes(dice.choice((0, 1, 10, 1000))))


def _odd_signature(dice: random.Random, request: Request) -> Request:
    digest = "0" * 64
    return replace(
        request,
        signature=dice.choice(
            (
                "", ",", "=", "t", "t=", f"t={int(time.time())}", f"v1={digest}", f"t=,v1={digest}",
                f"t=1,v1={digest}", f"t=nan,v1={digest}", f"t={10**30},v1={digest}",
                f"t={int(time.time())},v1={digest}", f"t={int(time.time())},v0={digest}",
                f"t={int(time.time())},v1=\xff\xfe", "t=1" + f",v1={digest}" * 500,
                "é" * 20, "v1=" + "f" * 60_000, "t=1;v1=2", dice.randbytes(30).hex(),
            )
        ),
    )  # fmt: skip


def _bent_signature(dice: random.Random, request: Request) -> Request:
    header = request.signature
    if not header.partition(",")[2]:
        return _odd_signature(dice, request)
    place = dice.randrange(header.index(",") + 4, len(header))
    other = "0" if header[place] != "0" else "1"
    return replace(request, signature=header[:place] + other + header[place + 1 :])


def _old_signature(dice: random.Random, request: Request) -> Request:
    at = int(time.time()) - dice.choice((301, 3600, 10**9))
    text = request.body.decode("utf-8", errors="ignore")
    secret = SECRETS[request.path]
    header = stripe.WebhookSignature.generate_signature_header(text, secret, at)
    return replace(request, signature=header)


def _other_secret(dice: random.Random, request: Request) -> Request:
    others = [secret for path, secret in SECRETS.items() if path != request.path]
    secret = dice.choice((*others, "", "whsec_", "whsec_of_nobody"))
    text = request.body.decode("utf-8", errors="ignore")
    header = stripe.WebhookSignature.generate_signature_header(text, secret)
    return replace(request, signature=header)


def _other_endpoint(dice: random.Random, request: Request) -> Request:
    return replace(request, path=dice.choice([path for path in SECRETS if path != request.path]))


def _odd_headers(dice: random.Random, request: Request) -> Request:
    name, value = dice.choice(
        (
            ("Content-Type", "multipart/form-data; boundary=x"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Content-Type", "\xff" * 100),
            ("Content-Encoding", "gzip"),
            ("Accept", "x" * 60_000),
            ("Cookie", "session=" + "x" * 4000),
            ("X-Forwarded-Host", "é" * 10),
            ("Host", "[::"),
            ("Host", "x" * 300),
        )
    )
    return replace(request, headers={**request.headers, name: value})


def _false_length(dice: random.Random, request: Request) -> Request:
    return replace(
        request, length=dice.choice(("-1", "0", "x", "999999", str(2 * 1024 * 1024), "é"))
    )


CHANGES = (
    _flip_a_bit, _flip_a_bit, _cut, _add_bytes, _random_body, _odd_signature, _bent_signature,
    _old_signature, _other_secret, _other_endpoint, _odd_headers, _false_length,
)  # fmt: skip
