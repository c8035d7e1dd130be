"""A browser to drive, and visitors who each have one of their own."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, ViewportSize, expect, sync_playwright

INSTALLED = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "no browser: install chromium, or run `playwright install chromium`"

PHONE: ViewportSize = {"width": 375, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}

NewPage = Callable[..., Page]

PATIENCE = 20_000
"""Milliseconds until a browser on a busy machine counts as stuck."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def settings(settings: dict[str, str], sandbox: Any) -> dict[str, str]:
    """The publishable key too is the sandbox's: here it is shown to Stripe.js."""
    return {**settings, "STRIPE_PUBLISHABLE_KEY": sandbox.publishable_key}


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


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open a window with cookies of its own. No page may break its policy or its script."""
    complaints: list[str] = []
    contexts = []

    def open_window(viewport: ViewportSize = DESK, javascript: bool = True) -> Page:
        context = browser.new_context(viewport=viewport, java_script_enabled=javascript)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
        )
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []
