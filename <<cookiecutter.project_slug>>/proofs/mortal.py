"""A platform that may be killed, in a process of its own, with a sandbox that outlives it."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proofs.ground import keys, new_database
from proofs.platform_process import PlatformProcess, free_port
from sandbox import Sandbox
from tests.platform_server import Database
from tests.settings import SETTINGS


@contextmanager
def mortal(**sandbox_settings: Any) -> Iterator[tuple[PlatformProcess, Sandbox, Database]]:
    """The platform, not started yet, the sandbox it speaks to, and its database from outside."""
    before = signal.signal(signal.SIGTERM, _stop)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        url = f"http://127.0.0.1:{port}"
        with (
            new_database(folder) as database_url,
            Sandbox(folder / "sandbox.db", public_url=url, **keys(), **sandbox_settings) as sandbox,
        ):
            settings = {
                **SETTINGS,
                "DATABASE_URL": database_url,
                "PUBLIC_URL": url,
                "STRIPE_API_BASE": sandbox.url,
            }
            platform = PlatformProcess(settings, port, folder / "platform.log")
            database = Database(settings)
            try:
                yield platform, sandbox, database
            except AssertionError as wrong:
                wrong.add_note(f"The platform's last words:\n{platform.last_words()}")
                raise
            finally:
                platform.kill()
                database.engine.dispose()
                signal.signal(signal.SIGTERM, before)


def _stop(*_: object) -> None:
    """Leave by the way that takes the platform along."""
    raise SystemExit(143)
