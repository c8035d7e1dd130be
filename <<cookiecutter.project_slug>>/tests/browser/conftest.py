"""A browser to drive, and visitors who each have one of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 375, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}

NewPage = Callable[..., Page]

PATIENCE = 20_000
"""Milliseconds until a browser on a busy machine counts as stuck."""

expect.set_options(timeout=PATIENCE)


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
