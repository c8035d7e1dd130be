"""Every page at the sizes people have, in light and dark: it fits, and anybody can use it.

SCREENSHOTS=folder keeps a picture of each, for looking at; `make pages` does so.
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.gallery import VISITORS, Gallery, hang
from tests.browser.looking import barriers, complaints_about
from tests.browser.steps import a_shop, buy, pay, sign_in, sign_up
from tests.crowd import routes
from tests.people import PASSWORD
from tests.platform_server import Platform
from tests.stories import a_seller, an_order

# Pages that the gallery cannot show: they answer with a redirect or with no page at all.
NO_PAGES = {"static", "health.healthz", "health.readyz", "onboarding.refresh"}


@pytest.fixture
def gallery(lonely_platform: Platform) -> Gallery:
    return hang(lonely_platform)


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_fits_and_is_for_everyone(
    gallery: Gallery, new_page: NewPage, visitor: str
) -> None:
    page = new_page()
    if visitor != "anonymous":
        sign_in(page, gallery.platform, f"{visitor}@example.com")
    complaints = []
    for path in gallery.paths(visitor):
        page.goto(gallery.platform.url + path)
        expect(page.locator("h1")).to_have_count(1)
        complaints += complaints_about(page, f"{visitor} {gallery.name_of(path)}")
    assert complaints == []


def test_the_gallery_has_every_page(gallery: Gallery) -> None:
    adapter = gallery.platform.app.url_map.bind("")
    shown = {
        adapter.match(path.partition("?")[0])[0]
        for visitor in VISITORS
        for path in gallery.paths(visitor)
        if "no/such" not in path
    }

    pages = {each.rule.endpoint for each in routes(gallery.platform.app) if each.method == "GET"}
    assert pages - shown == NO_PAGES


def test_paying_fits_and_is_for_everyone_from_the_card_to_the_confirmation(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    page = new_page()
    sign_up(page, platform, "ben@example.com")
    buy(page)
    frame = page.frame_locator("#payment-element iframe")
    expect(frame.get_by_label("Card number")).to_be_visible()
    complaints = complaints_about(page, "ben card form")
    # Its ground is the page's, which axe-core cannot see from inside and takes for white.
    page.emulate_media(color_scheme="light")
    complaints += [each for part in page.frames[1:] for each in barriers(part, "the card's frame")]

    pay(page, "4000000000000002")
    expect(page.get_by_role("alert").filter(has_text="declined")).to_be_visible()
    complaints += complaints_about(page, "ben card declined")
    sandbox.hold()
    pay(page, "4242424242424242")
    expect(page.get_by_role("heading", name="Waiting for Stripe")).to_be_visible()
    complaints += complaints_about(page, "ben waiting")
    sandbox.release()
    expect(page.get_by_role("heading", name="Paid")).to_be_visible()
    complaints += complaints_about(page, "ben paid")
    assert complaints == []


def test_the_sandboxs_pages_fit_and_are_for_everyone(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    page = new_page()
    sign_up(page, platform, "ada@example.com")
    page.goto(platform.url + "/seller")
    page.get_by_role("button", name="Onboard with Stripe").click()
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    complaints = complaints_about(page, "sandbox onboarding")
    page.get_by_text("Complete everything").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="You are ready to sell")).to_be_visible()
    sandbox.pay(an_order(platform, a_seller(platform, sandbox, "cy@example.com")).payment_intent_id)
    page.goto(sandbox.url)
    complaints += complaints_about(page, "sandbox control")
    page.goto(platform.url + "/seller")
    page.get_by_role("button", name="Open Stripe dashboard").click()
    expect(page.locator("h1")).to_be_visible()
    complaints += complaints_about(page, "sandbox dashboard")
    assert complaints == []


def test_a_keyboard_skips_to_the_content_signs_in_and_signs_out(
    gallery: Gallery, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(gallery.platform.url + "/auth/login")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Email")).to_be_focused()
    page.keyboard.type("ben@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def test_what_was_typed_wrong_is_said_beside_the_field(gallery: Gallery, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, gallery.platform, "ada@example.com")
    page.goto(gallery.platform.url + "/seller")
    page.get_by_label("Name").fill("A drawing")
    page.get_by_label("Price in USD").fill("ten")
    page.get_by_role("button", name="Add product").click()

    expect(page.get_by_label("Price in USD")).to_have_accessible_description(
        "Type a plain number, such as 25 or 19.99."
    )
    expect(page.get_by_label("Name")).to_have_value("A drawing")
