"""The platform as a child process: it is started, asked over HTTP, and stopped, never imported."""

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

import requests

_PATIENCE = 120.0


class PlatformFailed(Exception):
    """The platform did not come up; its own words are in the text."""


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
    """One platform process, on a port of its own, with an environment of its own.

    What it says is held back until `speak`, so that a welcome is not drowned in its first requests.
    """

    def __init__(self, environ: Mapping[str, str], port: int) -> None:
        self.environ = dict(environ)
        self.port = port
        self.url = environ["PUBLIC_URL"]
        self._held: list[str] = []
        self._speaks = False
        self._process: subprocess.Popen[str] | None = None

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
            env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise PlatformFailed(f"The platform did not start.\n{''.join(self._held)}")
            time.sleep(0.1)

    def speak(self) -> None:
        """From now on, what it says goes to the terminal."""
        self._speaks = True

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

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        """Read all it says, lest it stop for want of a reader; the first of it is for `start`."""
        for line in process.stdout or ():
            if self._speaks:
                print(line, end="", file=sys.stderr, flush=True)
            elif len(self._held) < 200:
                self._held.append(line)

    def _answers(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).ok
        except requests.RequestException:
            return False
