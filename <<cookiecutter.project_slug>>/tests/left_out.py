"""What a test needs beside Python: missing on somebody's machine it is left out, in CI it fails."""

import os
import socket

import pytest


def unless_reachable(url: str, what: str, how: str) -> None:
    """Leave the test out where nothing listens at a URL: `what` is missing, `how` includes it."""
    host, _, port = url.partition("://")[2].rpartition("@")[2].partition("/")[0].partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError:
        leave_out(what, how)


def leave_out(what: str, how: str) -> None:
    """Skip this test and say why in the run's last lines; where CI is set, fail."""
    reason = f"{what} was left out: {how}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
