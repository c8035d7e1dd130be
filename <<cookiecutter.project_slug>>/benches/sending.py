"""Signed events of the five families, and a sender that keeps so many connections busy."""

import hashlib
import hmac
import json
import secrets
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.settings import SETTINGS

FAMILIES = (
    ("account.updated", "acct", "/connect"),
    ("charge.updated", "ch", ""),
    ("application_fee.created", "fee", ""),
    ("transfer.created", "tr", ""),
    ("payout.paid", "po", "/connect"),
)
FIELDS = {f"some_field_{number}": "a value of the usual size" for number in range(50)}
"""Bodies are about as long as Stripe's: some 2,500 bytes."""


@dataclass(frozen=True)
class Sent:
    """What sending came to: requests a second, and the latencies in seconds, sorted."""

    rate: float
    latencies: list[float]

    def percentile(self, percent: int) -> float:
        """The latency that so many percent of the requests did not exceed."""
        return self.latencies[(len(self.latencies) - 1) * percent // 100]


def signed_requests(number: int) -> list[bytes]:
    """So many deliveries of different events, as bytes for the wire."""
    return [_request(*FAMILIES[each % len(FAMILIES)]) for each in range(number)]


def _request(type_: str, prefix: str, path: str) -> bytes:
    object_id = f"{prefix}_{secrets.token_hex(12)}"
    event = {
        "id": f"evt_{secrets.token_hex(12)}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "type": type_,
        "data": {"object": {"id": object_id, **FIELDS}},
    }
    if path:
        event["account"] = object_id if prefix == "acct" else "acct_1"
    body = json.dumps(event).encode()
    moment = int(time.time())
    name = "STRIPE_CONNECT_WEBHOOK_SECRET" if path else "STRIPE_WEBHOOK_SECRET"
    signature = hmac.new(SETTINGS[name].encode(), f"{moment}.".encode() + body, hashlib.sha256)
    head = (
        f"POST /webhooks/stripe{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Stripe-Signature: t={moment},v1={signature.hexdigest()}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send(port: int, requests: list[bytes], connections: int) -> Sent:
    """Send them to 127.0.0.1, each connection one after another. Raises where one is not 200."""
    waiting, latencies = iter(requests), []
    with selectors.DefaultSelector() as selector:
        begun = time.perf_counter()
        for _ in range(connections):
            taken = socket.create_connection(("127.0.0.1", port))
            taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(taken, selectors.EVENT_READ)
            _send_next(selector, taken, waiting)
        while selector.get_map():
            for key, _ in selector.select(timeout=60):
                answered = key.fileobj
                assert isinstance(answered, socket.socket)
                answer = answered.recv(65536)
                assert answer.startswith(b"HTTP/1.1 200 "), answer[:200]
                latencies.append(time.perf_counter() - key.data)
                _send_next(selector, answered, waiting)
        return Sent(len(latencies) / (time.perf_counter() - begun), sorted(latencies))


def _send_next(
    selector: selectors.BaseSelector, connection: socket.socket, waiting: Iterator[bytes]
) -> None:
    request = next(waiting, None)
    if request is None:
        selector.unregister(connection)
        connection.close()
    else:
        connection.sendall(request)
        selector.modify(connection, selectors.EVENT_READ, time.perf_counter())
