"""What all tests share: the sandbox's fixture, while there is a sandbox, and one browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

INSTALLED = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "no browser: install chromium, or run `playwright install chromium`"

if (Path(__file__).parent / "sandbox" / "pytest_plugin.py").exists():
    pytest_plugins = ["sandbox.pytest_plugin"]
else:

    @pytest.fixture
    def sandbox() -> None:
        """What the sandbox's own fixture would have been."""
        pytest.skip("the sandbox folder is gone, and this test needs it")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that CHROMIUM names or that is installed, else Playwright's own."""
    executable = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, INSTALLED)), None
    )
    with sync_playwright() as playwright:
        try:
            # Containers seldom allow Chromium its own sandbox; only our own pages are opened.
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        except Error:
            if executable or os.environ.get("CI"):
                raise
            pytest.skip(NO_BROWSER)
        yield browser
        browser.close()
