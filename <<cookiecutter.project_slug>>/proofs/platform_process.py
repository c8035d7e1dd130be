"""The platform as a process of its own, under gunicorn, and its commands."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parent.parent
PATIENCE = 60
"""Seconds until a process that does not answer has failed."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class PlatformProcess:
    """gunicorn with threads, in a process group of its own, which a kill takes down whole."""

    def __init__(self, settings: dict[str, str], port: int, log: Path) -> None:
        self.environment = {**os.environ, **settings, "PYTHONPYCACHEPREFIX": f"{log.parent}/pyc"}
        # It starts again and again: compiled code is kept, though not in the project.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.url = settings["PUBLIC_URL"]
        self.log = log
        self.server_command = [
            *(
                sys.executable,
                "-m",
                "gunicorn",
                "--workers",
                "1",
                "--threads",
                "8",
                "--no-control-socket",
            ),
            *("--bind", f"127.0.0.1:{port}", "wsgi:app"),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises AssertionError where it does not."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.server_command, cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.await_answer()

    def await_answer(self) -> None:
        """Wait until whoever serves it answers. Raises AssertionError where nobody does."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process is None or self._process.poll() is None, "the platform ends"
            assert time.monotonic() < deadline, "the platform does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is said good-bye to."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text()[-3000:]

    def flask(self, *arguments: str) -> Any:
        """What a `flask` command reports as JSON. Raises AssertionError where it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments, "--json"],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"flask {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """`flask stripe work` in a process group of its own, for as long as there is work."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "flask", "--app", "wsgi"]
            return subprocess.Popen(
                [*command, "stripe", "work", "--once", "--now"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=5).ok
        except requests.RequestException:
            return False
