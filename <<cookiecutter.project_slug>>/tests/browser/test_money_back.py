"""Money that goes back, in a real browser: a dispute among three, a refund without scripts."""

from typing import Any

from playwright.sync_api import Page, expect

from app.models import Order, Product
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import complaints_about
from tests.browser.steps import a_shop, buy, pay, sign_in, sign_up
from tests.platform_server import Platform
from tests.reading import an_operator
from tests.stories import Seller, account_of, an_order

STORY = [
    "Asked",
    "charge.succeeded",
    "charge.dispute.created",
    "Asked for a transfer reversal",
    "transfer.reversed",
    "charge.dispute.funds_reinstated",
    "Asked for a new transfer",
    "transfer.created",
]
"""What the timeline tells of it, in this order. Events of one moment may come in any order."""


def other_sales(platform: Platform, sandbox: Any, count: int) -> None:
    """Fees that the platform earned elsewhere, so that it has something to send again."""
    [product] = platform.database.all(Product)
    shop = Seller(platform.visitor(), account_of(platform, "ada@example.com"), product.id)
    for _ in range(count):
        order = an_order(platform, shop, "carl@example.com")
        sandbox.pay(order.payment_intent_id)
    sandbox.drain()


def the_desk(page: Page, platform: Platform) -> Page:
    """An operator before the first finding."""
    an_operator(platform)
    sign_in(page, platform, "olga@example.com")
    page.get_by_role("link", name="Operator").click()
    return page


def told(page: Page) -> list[str]:
    """The headings of an order's timeline, from the top."""
    return page.locator(".timeline > li strong").all_inner_texts()


def appear_in_order(wanted: list[str], told: list[str]) -> bool:
    rest = iter(told)
    return all(each in rest for each in wanted)


def test_a_dispute_is_paid_disputed_reversed_won_and_sent_again(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    seller, buyer, desk = new_page(), new_page(PHONE), new_page()
    a_shop(seller, platform)
    other_sales(platform, sandbox, 6)
    sign_up(buyer, platform, "ben@example.com")
    buy(buyer)
    pay(buyer, "4242424242424242")
    expect(buyer.get_by_role("heading", name="Paid")).to_be_visible()
    sandbox.drain()
    order = platform.database.all(Order)[-1]
    intent = sandbox.world.store.get("payment_intent", order.payment_intent_id)

    dispute = sandbox.dispute(intent["latest_charge"], reason="product_not_received")
    sandbox.drain()
    the_desk(desk, platform)
    desk.get_by_role("row", name="Disputed").get_by_role("link", name=order.reference).first.click()
    expect(desk.get_by_text("Product not received").first).to_be_visible()
    complaints = complaints_about(desk, "story 1 disputed")

    desk.get_by_role("link", name="Reverse the transfer").click()
    expect(desk.get_by_role("row", name="Seller's Stripe balance")).to_contain_text("0.00 USD")
    complaints += complaints_about(desk, "story 2 reversal")
    desk.get_by_role("button", name="Take back 50.00 USD").click()
    expect(desk.get_by_text("It counts once its events have told of it.")).to_be_visible()
    sandbox.drain()
    seller.reload()
    expect(seller.locator("#transfers")).to_contain_text("50.00 USD taken back")

    sandbox.close_dispute(dispute["id"], "won")
    sandbox.drain()
    desk.reload()
    complaints += complaints_about(desk, "story 3 won")
    desk.get_by_role("button", name="Send 45.00 USD again").click()
    expect(desk.get_by_text("It counts once its events have told of it.")).to_be_visible()
    sandbox.drain()
    desk.reload()
    expect(desk.locator("aside").get_by_text("Settled")).to_be_visible()
    assert appear_in_order(STORY, told(desk)), told(desk)
    complaints += complaints_about(desk, "story 4 sent again")
    seller.reload()
    expect(seller.locator("#transfers")).to_contain_text("45.00 USD")
    desk.get_by_role("link", name="Orders").click()
    expect(desk.get_by_text("and nothing is overdue")).to_be_visible()
    desk.get_by_role("link", name="Earnings").click()
    complaints += complaints_about(desk, "story 5 earnings")
    assert complaints == []


def test_a_refund_is_previewed_and_asked_for_on_a_phone_without_scripts(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    other_sales(platform, sandbox, 1)
    order = platform.database.only(Order)
    desk = the_desk(new_page(PHONE, javascript=False), platform)
    desk.get_by_role("link", name=order.reference).first.click()
    desk.get_by_role("link", name="Refund").click()
    expect(desk.get_by_role("button", name="Refund 50.00 USD")).to_be_visible()

    desk.get_by_label("Amount in USD").fill("20")
    desk.get_by_role("button", name="Show what it does").click()
    expect(desk.get_by_role("row", name="Seller's Stripe balance")).to_contain_text("27.00 USD")
    desk.get_by_label("Give the platform's fee back too").uncheck()
    desk.get_by_role("button", name="Show what it does").click()
    expect(desk.get_by_role("row", name="Seller's Stripe balance")).to_contain_text("25.00 USD")
    desk.get_by_label("Take it from the seller's share").uncheck()
    desk.get_by_role("button", name="Show what it does").click()
    expect(desk.get_by_role("row", name="Platform")).to_contain_text("-16.75 USD")
    desk.get_by_role("button", name="Refund 20.00 USD").click()
    sandbox.drain()
    desk.reload()
    expect(desk.locator("aside").get_by_text("Partly refunded")).to_be_visible()
    assert appear_in_order(["Asked for a refund", "charge.refunded"], told(desk))


def test_what_cannot_be_refunded_is_said_beside_the_amount(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    a_shop(new_page(), platform)
    other_sales(platform, sandbox, 1)
    order = platform.database.only(Order)
    desk = the_desk(new_page(), platform)
    desk.goto(f"{platform.url}/operator/orders/{order.reference}/refund")
    desk.get_by_label("Amount in USD").fill("50.01")
    desk.get_by_label("Amount in USD").press("Enter")
    expect(desk.get_by_label("Amount in USD")).to_have_accessible_description(
        "The most that can be refunded is 50.00 USD."
    )
