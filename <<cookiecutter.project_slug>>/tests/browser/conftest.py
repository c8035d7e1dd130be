"""A browser to drive, and visitors who each have one of their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

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
