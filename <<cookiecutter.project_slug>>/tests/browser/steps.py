"""What people do in the browser, step by step, by the words they see."""

import re

from playwright.sync_api import Page, expect

from tests.people import PASSWORD
from tests.platform_server import Platform


def sign_up(page: Page, platform: Platform, email: str) -> None:
    """Make an account and be at the products."""
    page.goto(platform.url)
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def onboard(page: Page, choice: str = "Complete everything") -> None:
    """From the seller's page to Stripe's, do this there, and come back."""
    page.get_by_role("link", name="Sell", exact=True).click()
    page.get_by_role("button", name=re.compile("Onboard with Stripe|Continue onboarding")).click()
    page.get_by_text(choice).click()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("/onboarding/return$"))


def add_product(page: Page, name: str, price: str) -> None:
    """Offer something on the seller's page."""
    page.get_by_role("link", name="Sell", exact=True).click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Price in USD").fill(price)
    page.get_by_role("button", name="Add product").click()
    expect(page.locator("#products")).to_contain_text(name)


def a_shop(page: Page, platform: Platform) -> None:
    """A seller who may sell, with one product, all done in the browser."""
    sign_up(page, platform, "ada@example.com")
    onboard(page)
    expect(page.get_by_role("heading", name="You are ready to sell")).to_be_visible()
    add_product(page, "A drawing", "50.00")


def buy(page: Page) -> None:
    """From the products to the card form."""
    page.get_by_role("link", name="Products", exact=True).click()
    page.get_by_role("button", name="Buy").click()
    expect(page.get_by_role("heading", name="Pay 50.00 USD")).to_be_visible()


def pay(page: Page, card: str) -> None:
    """Type a card into Stripe's frame and send it."""
    frame = page.frame_locator("#payment-element iframe")
    frame.get_by_label("Card number").fill(card)
    frame.get_by_label("Expiration date").fill("12 / 34")
    frame.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Pay 50.00 USD").click()


def sign_in(page: Page, platform: Platform, email: str) -> None:
    """Come back as somebody who has signed up before."""
    page.goto(platform.url + "/auth/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
