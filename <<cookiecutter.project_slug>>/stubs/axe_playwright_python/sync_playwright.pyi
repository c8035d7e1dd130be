# axe-playwright-python ships no types; these are the names this project uses.
from typing import Any

from playwright.sync_api import Frame, Page

class AxeResults:
    response: dict[str, Any]

class Axe:
    def run(self, page: Page | Frame) -> AxeResults: ...
