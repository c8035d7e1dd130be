"""What a test needs beside Python: missing on somebody's machine it is left out, in CI it fails."""

import os
import socket
from collections.abc import Iterable

import pytest

LEFT_OUT = "was left out"


def unless_reachable(url: str, what: str, how: str) -> None:
    """Leave the test out where nothing listens at a URL: `what` is missing, `how` includes it."""
    host, _, port = url.partition("://")[2].rpartition("@")[2].partition("/")[0].partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError:
        leave_out(what, how)


def leave_out(what: str, how: str) -> None:
    """Skip this test and say why in the run's last lines; where CI is set, fail."""
    reason = f"{what} {LEFT_OUT}: {how}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def summary(skipped: Iterable[pytest.TestReport]) -> str:
    """One line about all that this run left out, and how to include it; empty where it was all."""
    reasons = {str(each.longrepr[2]) for each in skipped if isinstance(each.longrepr, tuple)}
    left = sorted(each.removeprefix("Skipped: ") for each in reasons if LEFT_OUT in each)
    if not os.environ.get("TEST_DATABASE_URL"):
        how = "TEST_DATABASE_URL=postgresql://user@host/postgres runs all tests there"
        left.insert(0, f"PostgreSQL {LEFT_OUT}: {how}")
    return "; ".join(left)
