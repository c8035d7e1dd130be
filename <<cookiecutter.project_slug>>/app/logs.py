"""What the logs of web servers may say: addresses, without the client secrets in them."""

import logging
import re

# Stripe leads payers back with ?payment_intent_client_secret=pi_..._secret_..., and a server's
# log of requests would keep it.
CLIENT_SECRET = re.compile(r"(?<=_secret_)\w+")
SERVERS = ("werkzeug", "gunicorn.access", "gunicorn.error")


def init_app() -> None:
    """Redact what the servers log about requests, at every level and for every handler."""
    for name in SERVERS:
        logging.getLogger(name).addFilter(redact)


def redact(record: logging.LogRecord) -> bool:
    """Let the record pass, its client secrets replaced."""
    message = record.getMessage()
    if "_secret_" in message:
        record.msg, record.args = CLIENT_SECRET.sub("redacted", message), ()
    return True
