"""A worker as a process of its own, and the brokers that it may listen to."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kombu import Connection, Queue

from tests.left_out import unless_reachable
from tests.platform_server import Platform

ROOT = Path(__file__).parent.parent
BROKERS = {
    "redis": os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0"),
    "rabbitmq": os.environ.get("TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672//"),
}


def broker(name: str) -> str:
    """Its URL; the test is left out where it does not run."""
    setting = f"TEST_{name.upper()}_URL"
    unless_reachable(BROKERS[name], name, f"start it on this machine, or set {setting}")
    return BROKERS[name]


def queue_through(platform: Platform, broker_url: str) -> dict[str, str]:
    """Have a platform queue from now on; the settings for a worker of it."""
    queued = {"CELERY_BROKER_URL": broker_url, "CELERY_QUEUE": f"test_{secrets.token_hex(6)}"}
    platform.app.config.update(queued)
    return {**platform.settings, **queued}


@contextmanager
def worker(settings: dict[str, str], log: Path) -> Iterator[None]:
    """A worker that has begun to work, until the block ends."""
    command = [sys.executable, "-m", "celery", "--app", "app.worker", "worker", "--beat"]
    with log.open("ab") as written:
        process = subprocess.Popen(
            [*command, "--loglevel", "info", "--hostname", f"{secrets.token_hex(4)}@test"],
            cwd=ROOT, env={**os.environ, **settings}, stdout=written, stderr=written,
        )  # fmt: skip
    try:
        until(lambda: " ready." in log.read_text(), f"the worker does not start: {log}")
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)
        with Connection(settings["CELERY_BROKER_URL"]) as connection:
            Queue(settings["CELERY_QUEUE"], channel=connection.channel()).delete()


def until(holds: Callable[[], bool], otherwise: str, patience: float = 60.0) -> None:
    """Wait until something holds. Raises AssertionError after so many seconds."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)
