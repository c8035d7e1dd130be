"""Every page at the sizes people have: nothing runs out of the window, and a keyboard will do.

SCREENSHOTS=folder keeps a picture of each, for looking at.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.models import Charge, User
from tests.browser.conftest import DESK, NewPage
from tests.browser.steps import sign_in
from tests.people import PASSWORD
from tests.platform_server import Platform
from tests.reading import an_operator, make_operator
from tests.stories import a_seller
from tests.stories import an_order as ordered
from tests.told_rows import (
    a_balance_transaction,
    a_charge,
    a_fee,
    a_loose_end,
    a_payout,
    a_transfer,
    an_account,
    an_event,
    an_order,
    give_account,
    plant,
)

SIZES = [(320, "light"), (375, "dark"), (768, "light"), (1280, "light"), (1280, "dark")]
LONG_NAME = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, enamelled by hand in 1911"


@pytest.fixture
def busy_platform(lonely_platform: Platform) -> Platform:
    """Somebody of each kind, and rows in every state a page knows."""
    for name in ("ada", "ben", "cy", "olga"):
        lonely_platform.person(f"{name}@example.com")
    make_operator(lonely_platform, "olga@example.com")
    ada = give_account(lonely_platform, "ada@example.com", "acct_1SVxkq2eZvKYlo2C")
    give_account(lonely_platform, "cy@example.com", "acct_1SVxkq2eZvKYlo2D")
    ben = next(u for u in lonely_platform.database.all(User) if u.email == "ben@example.com")
    settled, wrong = (an_order(lonely_platform, ben, ada, name) for name in ("A vase", LONG_NAME))
    plant(
        lonely_platform,
        an_account("acct_1SVxkq2eZvKYlo2C"),
        an_account(
            "acct_1SVxkq2eZvKYlo2D",
            charges_enabled=False,
            currently_due=["individual.verification.document", "external_account"],
            current_deadline=1_800_000_000,
        ),
        a_charge(settled),
        a_fee(settled),
        a_transfer(settled, destination_payment="py_1"),
        a_charge(wrong, amount=49_99, created=1),
        a_loose_end("charges", f"ch_{wrong.id}"),
        a_payout("po_1", ada.account_id, reconciliation_status="completed"),
        a_payout("po_2", ada.account_id, "failed", failure_message="The account was closed."),
        a_payout("po_3", None, "in_transit"),
        a_balance_transaction("txn_1", "po_1", "py_1"),
        an_event("evt_1", "processed", changes=["status", "amount_refunded"], attempts=1),
        an_event("evt_2", "waiting", error="StripeUnavailable: no answer in 10 s", attempts=4),
        an_event("evt_3", "ignored", reason="of the other mode"),
    )
    return lonely_platform


def addresses(platform: Platform) -> Iterator[tuple[str, list[str]]]:
    """Who looks at which pages; "" is somebody who has not signed in."""
    with platform.database.engine.connect() as connection:
        [settled, wrong] = connection.exec_driver_sql("SELECT reference FROM orders ORDER BY id")
    orders = [f"/checkout/orders/{settled[0]}", f"/checkout/orders/{settled[0]}/return"]
    desk = ["", "/sellers", "/payouts", "/payouts?whose=platform", "/events", "/search?q=nothing"]
    desk += [f"/orders/{settled[0]}", f"/orders/{wrong[0]}", "/payouts/po_1", "/payouts/po_2"]
    yield "", ["/", "/auth/login", "/auth/register", "/no/such/page"]
    yield "ben", ["/", "/seller", *orders]
    yield "ada", ["/", "/seller", "/seller/payouts/po_1"]
    yield "cy", ["/seller", "/onboarding/return"]
    yield "olga", [f"/operator{path}" for path in desk]


def keep_picture(page: Page, who: str, path: str, width: int, scheme: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        name = "".join(c if c.isalnum() else "-" for c in f"{who}{path}")
        page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


def test_no_page_runs_out_of_the_window(busy_platform: Platform, new_page: NewPage) -> None:
    too_wide = []
    for who, paths in addresses(busy_platform):
        page = new_page()
        if who:
            sign_in(page, busy_platform, f"{who}@example.com")
        for path in paths:
            page.goto(busy_platform.url + path)
            expect(page.locator("h1")).to_have_count(1)
            for width, scheme in SIZES:
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    too_wide.append(f"{who} {path} at {width}")
                keep_picture(page, who, path, width, scheme)
    assert too_wide == []


def test_a_keyboard_skips_to_the_content_signs_in_and_signs_out(
    busy_platform: Platform, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(busy_platform.url + "/auth/login")
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


def test_what_was_typed_wrong_is_said_beside_the_field(
    busy_platform: Platform, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, busy_platform, "ada@example.com")
    page.goto(busy_platform.url + "/seller")
    page.get_by_label("Name").fill("A drawing")
    page.get_by_label("Price in USD").fill("ten")
    page.get_by_role("button", name="Add product").click()

    expect(page.get_by_label("Price in USD")).to_have_accessible_description(
        "Type a plain number, such as 25 or 19.99."
    )
    expect(page.get_by_label("Name")).to_have_value("A drawing")
