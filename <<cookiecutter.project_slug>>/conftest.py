"""Gives every test the sandbox fixture; once the sandbox folder has been deleted, skips instead."""

from pathlib import Path

import pytest

if (Path(__file__).parent / "sandbox" / "pytest_plugin.py").exists():
    pytest_plugins = ["sandbox.pytest_plugin"]
else:

    @pytest.fixture
    def sandbox() -> None:
        """What the sandbox's own fixture would have been."""
        pytest.skip("the sandbox folder is gone, and this test needs it")
