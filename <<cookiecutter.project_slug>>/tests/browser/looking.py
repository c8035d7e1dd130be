"""What is looked for on a page, whichever it is: that it fits, and that everyone can use it."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

SIZES = {"phone": 375, "desk": 1280}
SCHEMES = ("light", "dark")
NARROWEST, BETWEEN = 320, 768


def complaints_about(page: Page, name: str) -> list[str]:
    """What is wrong with the page in any size and scheme; its pictures go to $SCREENSHOTS.

    axe-core looks at it on a dark phone and on a light desk, so at each size and scheme once.
    """
    found = []
    for width in (NARROWEST, BETWEEN):
        page.set_viewport_size({"width": width, "height": 800})
        found += _too_wide(page, name)
    for size, width in SIZES.items():
        page.set_viewport_size({"width": width, "height": 800})
        found += _too_wide(page, name)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            keep_picture(page, f"{name}-{size}-{scheme}")
            if (size, scheme) in (("phone", "dark"), ("desk", "light")):
                found += barriers(page, f"{name} ({size}, {scheme})")
    return found


def barriers(page: Page | Frame, name: str) -> list[str]:
    """What axe-core calls a serious or critical violation: rule, and where."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{name}: {each['id']} at {', '.join(str(node['target']) for node in each['nodes'])}"
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]


def _too_wide(page: Page, name: str) -> list[str]:
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        return [f"{name}: wider than {page.viewport_size}"]
    return []


def keep_picture(page: Page, name: str, whole: bool = True) -> None:
    """Write the page, or what of it is in sight, to $SCREENSHOTS where that is set."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        plain = "-".join(filter(None, "".join(c if c.isalnum() else " " for c in name).split()))
        page.screenshot(path=Path(folder) / f"{plain}.png", full_page=whole)
