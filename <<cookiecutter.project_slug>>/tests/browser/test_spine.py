"""From sign-up to the bank in a real browser: each step is believed when a webhook confirms it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.models import Charge, ConnectedAccount, Order
from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.steps import a_shop, add_product, buy, onboard, pay, sign_up
from tests.platform_server import Platform

GOOD = "4242424242424242"
DECLINED = "4000000000000002"
ASKS_FOR_3D_SECURE = "4000002760003184"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_sale_goes_from_sign_up_to_the_sellers_bank(
    platform: Platform, sandbox: Any, new_page: NewPage, viewport: ViewportSize
) -> None:
    seller, buyer = new_page(viewport), new_page(viewport)
    a_shop(seller, platform)

    sign_up(buyer, platform, "ben@example.com")
    buy(buyer)
    pay(buyer, GOOD)
    expect(buyer.get_by_role("heading", name="Paid")).to_be_visible()
    expect(buyer.get_by_text("Confirmed by Stripe")).to_be_visible()

    sandbox.drain()
    seller.reload()
    expect(seller.locator("#sales")).to_contain_text("Settled")
    expect(seller.locator("#transfers")).to_contain_text("50.00 USD")
    expect(seller.locator("#payouts")).to_contain_text("No payout yet")

    seller.get_by_role("button", name="Open Stripe dashboard").click()
    seller.get_by_role("button", name=re.compile("Pay out 45.00")).click()
    expect(seller.get_by_role("cell", name="paid")).to_be_visible()
    sandbox.drain()
    seller.goto(platform.url + "/seller")
    expect(seller.locator("#payouts")).to_contain_text("In your bank")
    expect(seller.locator("#payouts")).to_contain_text("45.00 USD")


def test_a_declined_card_leaves_the_order_unpaid_says_why_and_can_be_tried_again(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    buyer = new_page(PHONE)
    sign_up(buyer, platform, "ben@example.com")
    buy(buyer)
    pay(buyer, DECLINED)

    expect(buyer.get_by_role("alert").filter(has_text="declined")).to_be_visible()
    sandbox.drain()
    assert platform.database.only(Charge).status == "failed"
    buyer.reload()
    expect(buyer.get_by_text("The last attempt failed.")).to_be_visible()
    expect(buyer.get_by_text("Your card was declined.")).to_be_visible()

    pay(buyer, GOOD)
    expect(buyer.get_by_role("heading", name="Paid")).to_be_visible()
    assert platform.database.only(Order).payment_intent_id is not None
    assert len(sandbox.objects("payment_intent")) == 1


def test_a_card_that_stays_in_the_form_can_be_sent_again_after_a_decline(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    buyer = new_page()
    sign_up(buyer, platform, "ben@example.com")
    buy(buyer)
    pay(buyer, DECLINED)
    expect(buyer.get_by_role("alert").filter(has_text="declined")).to_be_visible()
    pay(buyer, GOOD)
    expect(buyer.get_by_role("heading", name="Paid")).to_be_visible()


def test_a_card_that_wants_3d_secure_is_asked_and_paid(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    buyer = new_page(PHONE)
    sign_up(buyer, platform, "ben@example.com")
    buy(buyer)
    pay(buyer, ASKS_FOR_3D_SECURE)
    buyer.locator("button[value=approve]").click()
    expect(buyer.get_by_role("heading", name="Paid")).to_be_visible()


def test_onboarding_left_half_done_is_not_believed_and_can_be_continued(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    seller = new_page(PHONE)
    sign_up(seller, platform, "ada@example.com")
    onboard(seller, "Submit, with something still due")
    expect(seller.get_by_role("heading", name="Stripe wants more from you")).to_be_visible()

    add_product(seller, "A drawing", "50.00")
    buyer = new_page(PHONE)
    sign_up(buyer, platform, "ben@example.com")
    expect(buyer.get_by_text("Not on sale yet")).to_be_visible()
    expect(buyer.get_by_role("button", name="Buy")).to_have_count(0)

    onboard(seller)
    expect(seller.get_by_role("heading", name="You are ready to sell")).to_be_visible()
    assert platform.database.only(ConnectedAccount).charges_enabled
    buyer.reload()
    expect(buyer.get_by_role("button", name="Buy")).to_be_visible()


def test_a_link_that_was_used_leads_to_a_fresh_one(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    seller = new_page()
    sign_up(seller, platform, "ada@example.com")
    seller.get_by_role("link", name="Sell", exact=True).click()
    seller.get_by_role("button", name="Onboard with Stripe").click()
    expect(seller).to_have_url(re.compile(re.escape(sandbox.url)))
    used = seller.url

    seller.reload()
    expect(seller.get_by_role("button", name="Continue")).to_be_visible()
    assert seller.url != used
    assert len(sandbox.objects("account")) == 1


def a_payment_not_yet_told(page: Page, platform: Platform, sandbox: Any) -> None:
    """Pay while Stripe's deliveries are held up, and be back on the platform."""
    sign_up(page, platform, "ben@example.com")
    buy(page)
    sandbox.drain()
    sandbox.hold()
    pay(page, GOOD)
    expect(page.get_by_role("heading", name="Waiting for Stripe to confirm")).to_be_visible()


def test_the_page_follows_by_itself_once_the_webhook_came_and_not_before(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    buyer = new_page(PHONE)
    a_payment_not_yet_told(buyer, platform, sandbox)
    assert platform.database.all(Charge) == []

    with buyer.expect_response(re.compile("/return")) as looked:
        pass
    assert "Waiting for Stripe to confirm" in looked.value.text()
    expect(buyer.get_by_role("heading", name="Waiting for Stripe to confirm")).to_be_visible()

    sandbox.release()
    expect(buyer.get_by_role("heading", name="Paid")).to_be_visible()
    expect(buyer.locator("#news")).to_have_text("Updated: Paid")


def test_without_scripts_the_waiting_page_is_reloaded_by_its_link(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    buyer = new_page()
    a_payment_not_yet_told(buyer, platform, sandbox)

    plain = new_page(javascript=False)
    plain.context.add_cookies(buyer.context.cookies())  # type: ignore[arg-type]
    plain.goto(buyer.url)
    expect(plain.get_by_role("heading", name="Waiting for Stripe to confirm")).to_be_visible()
    sandbox.release()
    sandbox.drain()
    plain.get_by_role("link", name="Reload").click()
    expect(plain.get_by_role("heading", name="Paid")).to_be_visible()
