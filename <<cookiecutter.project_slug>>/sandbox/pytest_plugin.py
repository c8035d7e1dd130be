"""The `sandbox` fixture: a fresh stand-in for Stripe for each test, nothing shared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox

SETTINGS: dict[str, Any] = {
    "secret_key": "sk_test_for_tests",
    "publishable_key": "pk_test_for_tests",
    "platform_secret": "whsec_platform_for_tests",
    "connect_secret": "whsec_connect_for_tests",
    "thin_secret": "whsec_thin_for_tests",
}
"""What the fixture's sandbox was started with; give the same to the platform under test."""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A running sandbox; `connect_platform(url)` tells it where to deliver."""
    with Sandbox(tmp_path / "sandbox.db", **SETTINGS) as running:
        yield running
