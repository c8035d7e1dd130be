"""The exposed platform in a process of its own, and what it and its commands have to say."""

import subprocess
import sys
from pathlib import Path

from proofs.platform_process import ROOT, PlatformProcess


class ExposedProcess(PlatformProcess):
    """gunicorn with its log of requests on; all that anybody prints goes into one file."""

    def __init__(self, settings: dict[str, str], port: int, folder: Path) -> None:
        self.failures = folder / "failures"
        self.failures.touch()
        self.said = folder / "said"
        talkative = {"EXPOSED_FAILURES": str(self.failures), "STRIPE_LOG": "info"}
        super().__init__({**settings, **talkative}, port, self.said)
        self.server_command = [
            *(sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "8"),
            *("--access-logfile", "-", "--log-level", "debug"),
            *("--bind", f"127.0.0.1:{port}", "proofs.exposed:app"),
        ]

    def command(self, *arguments: str, typed: str = "", **settings: str) -> int:
        """Run a `flask` command of the exposed platform; its exit code."""
        with self.said.open("ab") as said:
            return subprocess.run(
                [sys.executable, "-m", "flask", "--app", "proofs.exposed", *arguments],
                cwd=ROOT, env={**self.environment, **settings}, input=f"{typed}\n".encode(),
                stdout=said, stderr=said, check=False,
            ).returncode  # fmt: skip
