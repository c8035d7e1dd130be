"""What a line of the log holds, and whom the app believes about where a request came from."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app import create_app
from app.logs import JsonLines
from tests.platform_server import Platform
from tests.settings import SETTINGS
from tests.stripe_events import PLATFORM_SECRET, deliver, event, post, signature


class Log:
    """The lines of the log, as production writes them."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def lines(self, logger: str) -> list[dict[str, Any]]:
        every = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        return [line for line in every if line["logger"] == logger]


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    handler = logging.StreamHandler(log.stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("app")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield log
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def client(lonely_platform: Platform) -> FlaskClient:
    return lonely_platform.app.test_client()


def test_each_request_is_one_line_without_its_query(client: FlaskClient, log: Log) -> None:
    answer = client.get("/auth/login?next=/seller&payment_intent_client_secret=pi_1_secret_LetMe")
    [line] = log.lines("app.requests")
    assert (line["method"], line["path"], line["status"]) == ("GET", "/auth/login", 200)
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line["time"])
    assert "LetMe" not in log.stream.getvalue()


def test_a_path_cannot_forge_a_line(client: FlaskClient, log: Log) -> None:
    client.get("/nothing%0A%7B%22level%22:%22error%22%7D")
    assert [line["status"] for line in log.lines("app.requests")] == [404]


@pytest.mark.parametrize("given", ["7f3a-from-the-proxy", "a" * 64])
def test_a_request_keeps_the_id_its_proxy_gave_it(client: FlaskClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["short", "a" * 65, "spaces are wrong", "<script>alert()"])
def test_an_id_that_is_none_is_replaced(client: FlaskClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given})
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])


def test_what_is_said_of_an_event_names_it(client: FlaskClient, log: Log) -> None:
    answer = deliver(client, event("charge.updated", "ch_1"))
    [failure] = log.lines("app.inbox")
    [line] = log.lines("app.requests")
    assert failure["event_id"] == line["event_id"] == "evt_ch_1"
    assert failure["request_id"] == line["request_id"] == answer.headers["X-Request-Id"]


def test_a_refused_delivery_names_its_request(client: FlaskClient, log: Log) -> None:
    answer = post(client, "{}", signature("{}", "whsec_of_somebody_else"))
    [line] = log.lines("app.webhooks.views")
    assert "event_id" not in line
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert PLATFORM_SECRET not in log.stream.getvalue()


def test_an_error_comes_with_its_traceback_and_without_client_secrets(log: Log) -> None:
    try:
        raise ValueError("pi_1_secret_LetMeIn")
    except ValueError:
        logging.getLogger("app").exception("failed")
    [line] = log.lines("app")
    assert "Traceback" in line["error"]
    assert "pi_1_secret_redacted" in line["error"]


def seen_by(app: Flask) -> tuple[str | None, str]:
    @app.get("/seen")
    def seen() -> list[str | None]:
        return [request.remote_addr, request.scheme]

    headers = {"X-Forwarded-For": "192.0.2.66, 198.51.100.7", "X-Forwarded-Proto": "https"}
    address, scheme = app.test_client().get("/seen", headers=headers).get_json()
    return address, scheme


def test_nobody_is_believed_about_whom_they_speak_for() -> None:
    assert seen_by(create_app(SETTINGS)) == ("127.0.0.1", "http")


def test_a_trusted_proxy_is_believed_and_no_one_before_it() -> None:
    app = create_app({**SETTINGS, "TRUSTED_PROXIES": "1"})
    assert seen_by(app) == ("198.51.100.7", "https")
