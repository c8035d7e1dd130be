"""Fixtures: the SDK speaking to the sandbox, an onboarded seller, an endpoint that listens."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe

from sandbox import Sandbox
from sandbox.pytest_plugin import SETTINGS
from sandbox.scenario import client, new_seller

SCOPES = {
    "/webhooks/stripe": "platform",
    "/webhooks/stripe/connect": "connect",
    "/webhooks/stripe/thin": "thin",
}


class Listener:
    """A platform's three endpoints: keeps what is properly signed, answers 400 to the rest."""

    def __init__(self) -> None:
        self.secrets = {name: str(SETTINGS[f"{name}_secret"]) for name in SCOPES.values()}
        self.kept: list[tuple[str, dict[str, Any]]] = []
        self.refused = 0
        self.answer: Callable[[dict[str, Any]], int] = lambda event: 200
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(listener.take(self.path, body, self.headers))
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def take(self, path: str, body: bytes, headers: Any) -> int:
        """Verify as the official SDK does; then say what the test wants said."""
        scope = SCOPES[path]
        signature = headers["Stripe-Signature"]
        try:
            stripe.WebhookSignature.verify_header(body, signature, self.secrets[scope], 300)
        except stripe.SignatureVerificationError:
            self.refused += 1
            return 400
        event = json.loads(body)
        status = self.answer(event)
        if status == 200:
            self.kept.append((scope, event))
        return status

    def types(self) -> list[str]:
        """The types of what was kept, in order of arrival."""
        return [event["type"] for _, event in self.kept]


@pytest.fixture
def listener(sandbox: Sandbox) -> Iterator[Listener]:
    """Endpoints of a platform, registered with the sandbox."""
    listening = Listener()
    listening.thread.start()
    sandbox.connect_platform(listening.url)
    yield listening
    # The sandbox must not find a closed door halfway through a test's last deliveries.
    sandbox.hold()
    listening.server.shutdown()
    listening.thread.join()
    listening.server.server_close()


@pytest.fixture
def api(sandbox: Sandbox) -> stripe.StripeClient:
    """The official SDK."""
    return client(sandbox)


@pytest.fixture
def seller(api: stripe.StripeClient, sandbox: Sandbox) -> str:
    """The id of an account that may sell."""
    account = new_seller(api)
    sandbox.onboard(account)
    return account
