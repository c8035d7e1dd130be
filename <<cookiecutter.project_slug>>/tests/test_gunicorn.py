"""The server of production, as it is configured: it starts, says so in JSON lines, or ends."""

import json
import os
import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import stripe

from app import create_app

ROOT = Path(__file__).parents[1]
SERVER = [sys.executable, "-m", "gunicorn", "wsgi:app"]


@contextmanager
def gunicorn(settings: dict[str, str], log: Path) -> Iterator[str]:
    """The server, with its log in a file; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    # One worker, so that whoever answers is all of them: gunicorn's stop is lost on a worker that
    # has only just been forked, and waits for it until graceful_timeout.
    changed = {"BIND": address, "LOG_FORMAT": "json", "WEB_CONCURRENCY": "1"}
    environ = {**os.environ, **settings, **changed}
    with log.open("wb") as output:
        server = subprocess.Popen(SERVER, cwd=ROOT, env=environ, stdout=output, stderr=output)
        try:
            yield f"http://{address}"
        finally:
            server.terminate()
            assert server.wait(timeout=30) == 0


def answer(url: str) -> requests.Response:
    """The first answer of a server that is coming up."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return requests.get(url, timeout=5)
        except (requests.ConnectionError, requests.Timeout):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_it_serves_and_its_log_joins_with_the_answers(
    settings: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with gunicorn(settings, log) as url:
        ready = answer(url + "/readyz?payment_intent_client_secret=pi_1_secret_LetMeIn")
    assert ready.json() == {"status": "ok"}
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    [request] = [line for line in lines if line["logger"] == "app.requests"]
    assert (request["path"], request["status"]) == ("/readyz", 200)
    assert request["request_id"] == ready.headers["X-Request-Id"]
    assert any("Booting worker" in line["message"] for line in lines)
    assert "LetMeIn" not in log.read_text()


def test_it_ends_at_once_on_a_setting_that_cannot_be_right(settings: dict[str, str]) -> None:
    environ = {**os.environ, **settings, "STRIPE_WEBHOOK_SECRET": "oops", "BIND": "127.0.0.1:0"}
    ended = subprocess.run(SERVER, cwd=ROOT, env=environ, capture_output=True, timeout=30)
    assert ended.returncode != 0
    assert b"STRIPE_WEBHOOK_SECRET does not have the right shape" in ended.stderr


def test_a_worker_outlives_a_call_to_stripe_with_its_retries(settings: dict[str, str]) -> None:
    app = create_app(settings)
    client = app.extensions["stripe"]
    http = client._requestor._client
    assert isinstance(http, stripe.RequestsClient)
    attempts = 1 + client._requestor._options.max_network_retries
    config = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert isinstance(http._timeout, tuple)
    assert config["timeout"] > attempts * sum(http._timeout) > 0
