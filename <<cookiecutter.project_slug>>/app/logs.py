"""What the logs say: whose request and which event it was about, and no client secret."""

import json
import logging
import re
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_app_context, request

# Stripe leads payers back with ?payment_intent_client_secret=pi_..._secret_..., and a server's
# log of requests would keep it.
CLIENT_SECRET = re.compile(r"(?<=_secret_)\w+")
SERVERS = ("werkzeug", "gunicorn.access", "gunicorn.error")
REQUEST_ID = re.compile(r"[\w.-]{8,64}")

requests = logging.getLogger("app.requests")


def init_app(app: Flask) -> None:
    """Redact what the servers log about requests; with LOG_FORMAT=json, write lines of our own."""
    for name in SERVERS:
        logging.getLogger(name).addFilter(redact)
    if app.config["LOG_FORMAT"] == "json":
        write_json_lines()


def redact(record: logging.LogRecord) -> bool:
    """Let the record pass, its client secrets replaced."""
    message = record.getMessage()
    if "_secret_" in message:
        record.msg, record.args = CLIENT_SECRET.sub("redacted", message), ()
    return True


def write_json_lines() -> None:
    """Write each record to standard error as one line, and one record for each request.

    What a host of this app has set up already stays as it is.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler])
    logging.getLogger("app").setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """One JSON object a line, with the ids of the request and the event that it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: no text that somebody sent can end it early, or hold a client secret."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "request", {}),
        }
        if has_app_context():
            line |= {name: g.get(name) for name in ("request_id", "event_id") if name in g}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return CLIENT_SECRET.sub("redacted", json.dumps(line))


def begin() -> None:
    """Give the request an id, or the one that a proxy gave it, so that two logs can be joined."""
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.begun = time.monotonic()


def end(response: Response) -> Response:
    """Name the request to whoever sent it, and log it."""
    response.headers["X-Request-Id"] = g.request_id
    if not requests.isEnabledFor(logging.INFO):
        return response
    # The path without its query, where others put what is secret.
    about = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round((time.monotonic() - g.begun) * 1000),
    }
    requests.info("request", extra={"request": about})
    return response
