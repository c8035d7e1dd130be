"""The least that a webhook endpoint can do: check the signature; or that, and one raw insert."""

import json
import os
import sqlite3
import threading
import time
from typing import Any

import psycopg
import stripe
from flask import Flask, request

DATABASE = os.environ["BARE_DATABASE"]
SECRETS = {
    "/webhooks/stripe": os.environ["STRIPE_WEBHOOK_SECRET"],
    "/webhooks/stripe/connect": os.environ["STRIPE_CONNECT_WEBHOOK_SECRET"],
}
INSERT = "INSERT INTO bare_events (id, payload) VALUES ({0}, {0}) ON CONFLICT DO NOTHING"

verifying = Flask("verifying")
inserting = Flask("inserting")
_here = threading.local()
_turn = threading.Lock()


@verifying.post("/webhooks/stripe")
@verifying.post("/webhooks/stripe/connect")
def verify() -> tuple[str, int]:
    """Check the signature and parse the body."""
    _verified()
    return "", 200


@inserting.post("/webhooks/stripe")
@inserting.post("/webhooks/stripe/connect")
def insert() -> tuple[str, int]:
    """Store id and body, in one round trip, by a connection that each thread keeps."""
    event, payload = _verified()
    row = (event["id"], payload.decode())
    if DATABASE.startswith("sqlite"):
        # Its writers take turns anyway; waiting here is faster than asking it again and again.
        with _turn:
            _insert_when_free(row)
    else:
        _connection().execute(INSERT.format("%s"), row)
    return "", 200


def _insert_when_free(row: tuple[str, str]) -> None:
    """Tried again at once, as the platform does: SQLite's own way to wait sleeps for too long."""
    while True:
        try:
            _connection().execute(INSERT.format("?"), row)
        except sqlite3.OperationalError as refusal:
            if refusal.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.0002)
        else:
            return


def _verified() -> tuple[Any, bytes]:
    payload = request.get_data(cache=False)
    stripe.WebhookSignature.verify_header(
        payload, request.headers["Stripe-Signature"], SECRETS[request.path], tolerance=300
    )
    return json.loads(payload), payload


def _connection() -> Any:
    connection = getattr(_here, "connection", None)
    if connection is None:
        _here.connection = connection = _connect()
    return connection


def _connect() -> Any:
    """As durable as the platform's own: a commit survives a power cut."""
    if not DATABASE.startswith("sqlite"):
        return psycopg.connect(DATABASE, autocommit=True)
    connection = sqlite3.connect(
        DATABASE.removeprefix("sqlite:///"), timeout=0, isolation_level=None
    )
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
