"""What `make demo` tells a newcomer to try, clicked through in Chromium up to "Paid".

Runs in the environment of a generated project, which has the browser's driver.
"""

import os
import shutil

from playwright.sync_api import Browser, Page, expect, sync_playwright

PLATFORM = "http://127.0.0.1:8000"
PASSWORD = "only-for-the-sandbox"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def signed_in(browser: Browser, email: str) -> Page:
    """A window of their own in which this demo person is signed in."""
    page = browser.new_context().new_page()
    page.goto(f"{PLATFORM}/auth/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def sell(page: Page) -> None:
    """Onboard at the sandbox, and offer a product once its word has come."""
    page.get_by_role("link", name="Sell", exact=True).click()
    page.get_by_role("button", name="Onboard with Stripe").click()
    page.get_by_text("Complete everything").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="You are ready to sell")).to_be_visible()
    page.get_by_role("link", name="Sell", exact=True).click()
    page.get_by_label("Name").fill("A walnut bowl")
    page.get_by_label("Price in USD").fill("48.00")
    page.get_by_role("button", name="Add product").click()


def buy(page: Page) -> None:
    """Pay by card, and wait until a webhook has confirmed it."""
    page.get_by_role("button", name="Buy").click()
    card = page.frame_locator("#payment-element iframe")
    card.get_by_label("Card number").fill("4242424242424242")
    card.get_by_label("Expiration date").fill("12 / 34")
    card.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Pay 48.00 USD").click()
    expect(page.get_by_role("heading", name="Paid")).to_be_visible()
    expect(page.get_by_text("Confirmed by Stripe")).to_be_visible()


def main() -> None:
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        sell(signed_in(browser, "ada@example.com"))
        buy(signed_in(browser, "ben@example.com"))
        browser.close()


if __name__ == "__main__":
    main()
