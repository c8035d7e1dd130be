"""`tour`: the whole spine without a browser, through the pages and forms a person would use."""

import json
import os
import sys
import tempfile
from pathlib import Path

from sandbox.instance import Sandbox
from sandbox.launch.browser import PageWrong
from sandbox.launch.ledger import Ledger, NeverConfirmed, temporary_database
from sandbox.launch.platform import Platform, PlatformFailed, development_settings
from sandbox.launch.ports import free_port
from sandbox.launch.report import Report
from sandbox.launch.walks import WALKS
from sandbox.settings import Settings


def tour(as_json: bool = False, explain: bool = False) -> int:
    """Walk it on free ports with its own database; 0 only if every row is there and adds up."""
    report = Report(say=not as_json, explain=explain)
    with tempfile.TemporaryDirectory() as folder:
        environ = _environ(Path(folder))
        try:
            _walk(environ, Path(folder), report)
        except (PageWrong, NeverConfirmed, PlatformFailed) as problem:
            report.fail(str(problem))
    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    elif report.problems:
        print("\nNot as it should be:", *report.problems, sep="\n  - ", file=sys.stderr)
    else:
        print("\nEvery row is there, and each amount is the fee and the seller's share.")
    return 1 if report.problems else 0


def _environ(folder: Path) -> dict[str, str]:
    # Keys and secrets of its own: whatever .env leads to, a tour never speaks to Stripe itself.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("STRIPE_") or name == "STRIPE_ACCOUNTS_API"
    }
    environ = development_settings(kept)
    environ["PUBLIC_URL"] = f"http://127.0.0.1:{free_port()}"
    environ["DATABASE_URL"] = temporary_database(folder)
    return environ


def _walk(environ: dict[str, str], folder: Path, report: Report) -> None:
    with Sandbox(folder / "sandbox.db", settings=Settings.from_env(environ)) as sandbox:
        environ["STRIPE_API_BASE"] = sandbox.url
        environ["STRIPE_JS_URL"] = sandbox.url + "/stripe.js"
        platform = Platform(environ, int(environ["PUBLIC_URL"].rpartition(":")[2]))
        ledger = Ledger(environ["DATABASE_URL"])
        try:
            platform.start()
            for walk in WALKS:
                walk(platform.url, sandbox.url, environ, ledger, report).whole()
            sandbox.drain()
        finally:
            platform.stop()
            ledger.close()
