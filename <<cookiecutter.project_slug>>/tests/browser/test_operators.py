"""The operators' desk in a real browser."""

from typing import Any

from playwright.sync_api import expect

from app.models import Charge
from tests.browser.conftest import DESK, NewPage
from tests.browser.looking import keep_picture
from tests.browser.steps import sign_in
from tests.platform_server import Platform
from tests.reading import an_operator
from tests.stories import a_seller, an_order
from tests.told_rows import a_loose_end, plant


def test_an_operator_goes_from_a_finding_to_its_cause_to_the_fix_in_three_clicks(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    order = an_order(platform, a_seller(platform, sandbox))
    sandbox.pay(order.payment_intent_id)
    sandbox.drain()
    with platform.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE charges SET amount = 1")
    plant(platform, a_loose_end("charges", platform.database.only(Charge).id))
    an_operator(platform)

    page = new_page(DESK)
    sign_in(page, platform, "olga@example.com")
    page.get_by_role("link", name="Operator").click()
    expect(page.get_by_role("cell", name="Mismatch").first).to_be_visible()
    page.get_by_role("link", name=order.reference).first.click()
    page.get_by_role("listitem").filter(has_text="charge.succeeded").get_by_role(
        "button", name="Replay"
    ).first.click()

    expect(page.get_by_text("Done. Changed: amount")).to_be_visible()
    expect(page.locator("aside").get_by_text("Settled")).to_be_visible()
    page.get_by_role("link", name="Orders").click()
    expect(page.get_by_text("and nothing is overdue")).to_be_visible()


def test_an_orders_page_tells_its_story_and_the_rules_behind_it(
    platform: Platform, sandbox: Any, new_page: NewPage
) -> None:
    order = an_order(platform, a_seller(platform, sandbox))
    sandbox.pay(order.payment_intent_id)
    sandbox.drain()
    an_operator(platform)
    page = new_page(DESK)
    sign_in(page, platform, "olga@example.com")
    page.goto(f"{platform.url}/operator/orders/{order.reference}")

    timeline = page.get_by_role("listitem")
    for told in ("charge.succeeded", "transfer.created", "application_fee.created"):
        expect(timeline.filter(has_text=told).first).to_be_visible()
    paid = timeline.filter(has_text="charge.succeeded").first
    paid.get_by_text("Why it counts").click()
    expect(paid.get_by_text("The redirect after paying proved nothing; this did.")).to_be_visible()
    expect(paid.get_by_text("app/projections/charge.py:project_charge")).to_be_visible()
    expect(page.locator("aside").get_by_text("Settled")).to_be_visible()
    page.set_viewport_size({"width": 1100, "height": 800})
    keep_picture(page, "order timeline", whole=False)
