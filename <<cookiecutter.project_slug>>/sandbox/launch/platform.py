"""The platform as a child process: it is started, asked over HTTP, and stopped, never imported."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping

import requests

_PATIENCE = 120.0


class PlatformFailed(Exception):
    """The platform did not come up; its own words are on the terminal."""


class PortTaken(Exception):
    """Something else listens there already."""


def need_port(port: int, how_to_choose: str) -> None:
    """Raise `PortTaken`, in words that help, when a port of 127.0.0.1 is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(
                f"Port {port} is in use. Stop what uses it, or choose another: {how_to_choose}"
            ) from None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def development_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, with random test values for whatever a platform needs and `.env` lacks."""
    token = secrets.token_hex
    defaults = {
        "SECRET_KEY": token(32),
        "STRIPE_SECRET_KEY": "sk_test_" + token(16),
        "STRIPE_PUBLISHABLE_KEY": "pk_test_" + token(16),
        "STRIPE_WEBHOOK_SECRET": "whsec_" + token(16),
        "STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_" + token(16),
        "STRIPE_THIN_WEBHOOK_SECRET": "whsec_" + token(16),
        "PLATFORM_NAME": "Platform",
        "PLATFORM_COUNTRY": "US",
        "PLATFORM_CURRENCY": "usd",
        "APPLICATION_FEE_BPS": "1000",
    }
    return {**defaults, **{name: value for name, value in environ.items() if value}}


class Platform:
    """One platform process, on a port of its own, with an environment of its own."""

    def __init__(self, environ: Mapping[str, str], port: int, quiet: bool = False) -> None:
        self.environ = dict(environ)
        self.port = port
        self.url = environ["PUBLIC_URL"]
        self._output = subprocess.DEVNULL if quiet else None
        self._process: subprocess.Popen[bytes] | None = None

    def flask(self, *arguments: str, said: str | None = None) -> None:
        """Run one `flask` command to its end; raises `PlatformFailed` with what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            env=self.environ, input=said, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise PlatformFailed(f"flask {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")

    def start(self) -> None:
        """Bring its database up to date, serve it, and wait until it answers."""
        self.flask("db", "upgrade")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "run", "--port", str(self.port)],
            env=self.environ, stdout=self._output, stderr=self._output, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise PlatformFailed("The platform did not start.")
            time.sleep(0.1)

    def wait(self) -> int:
        """Until it ends by itself; its exit code."""
        return self._process.wait() if self._process else 0

    def stop(self) -> None:
        """End it and whatever it started."""
        if self._process is None or self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).ok
        except requests.RequestException:
            return False
