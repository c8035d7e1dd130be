"""The stand-in for Stripe.js, in a real browser, on a shop's page with a strict policy."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import stripe
from playwright.sync_api import Browser, Page, expect

from sandbox import Sandbox
from sandbox.scenario import new_intent

# A busy machine is no reason to fail.
expect.set_options(timeout=30_000)

SHOP = """<!doctype html><title>Shop</title>
<form id="pay"><div id="element"></div><button>Pay</button><p id="problem"></p></form>
<script src="{origin}/stripe.js"></script><script src="/shop.js"></script>"""
SCRIPT = """
const stripe = Stripe("{key}");
const elements = stripe.elements({{ clientSecret: "{secret}" }});
elements.create("payment").mount("#element");
document.getElementById("pay").addEventListener("submit", async (event) => {{
  event.preventDefault();
  const {{ error, paymentIntent }} = await stripe.confirmPayment({{
    elements,
    confirmParams: {{ return_url: location.origin + "/return" }},
    redirect: "{redirect}",
  }});
  document.getElementById("problem").textContent =
    error ? [error.code, error.decline_code, error.message].join("|") : paymentIntent.status;
}});
"""


class Shop:
    """A page of another origin that takes cards through Stripe.js."""

    def __init__(self, sandbox: Sandbox, secret: str, redirect: str) -> None:
        origin = sandbox.url
        policy = (
            f"default-src 'none'; script-src 'self' {origin}; frame-src {origin};"
            f" connect-src {origin}; style-src 'self'"
        )
        script = SCRIPT.format(key=sandbox.publishable_key, secret=secret, redirect=redirect)
        pages = {
            "/": ("text/html", SHOP.format(origin=origin)),
            "/shop.js": ("text/javascript", script),
        }

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, text = pages.get(urlsplit(self.path).path, ("text/html", "<h1>Back</h1>"))
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def close(self) -> None:
        """Shut the shop."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def shop(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, request: pytest.FixtureRequest
) -> Iterator[Shop]:
    """A shop with one order to pay."""
    secret = api.v1.payment_intents.retrieve(new_intent(api, seller)).client_secret
    opened = Shop(sandbox, str(secret), getattr(request, "param", "always"))
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser, shop: Shop) -> Iterator[Page]:
    """The shop's page; whatever the browser complains of fails the test."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(shop.url)
    yield page
    page.close()
    assert [each for each in complaints if "402" not in each] == []


def pay(page: Page, number: str) -> None:
    """Type a card into the frame, and press the shop's own button."""
    frame = page.frame_locator("iframe")
    frame.get_by_label("Card number").fill(number)
    frame.get_by_label("Expiration date").fill("12 / 34")
    frame.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Pay").click()


def test_a_good_card_leads_to_the_return_url(page: Page, sandbox: Sandbox) -> None:
    pay(page, "4242 4242 4242 4242")
    page.wait_for_url("**/return?*")
    [intent] = sandbox.objects("payment_intent")
    assert parse_qs(urlsplit(page.url).query) == {
        "payment_intent": [intent["id"]],
        "payment_intent_client_secret": [intent["client_secret"]],
        "redirect_status": ["succeeded"],
    }
    assert intent["status"] == "succeeded"


def test_a_declined_card_says_why_and_can_be_replaced(page: Page, sandbox: Sandbox) -> None:
    pay(page, "4000000000000002")
    expect(page.locator("#problem")).to_have_text(
        "card_declined|generic_decline|Your card was declined."
    )
    pay(page, "4242424242424242")
    page.wait_for_url("**/return?*")
    assert sandbox.objects("payment_intent")[0]["status"] == "succeeded"


def test_an_incomplete_card_never_leaves_the_frame(page: Page, sandbox: Sandbox) -> None:
    pay(page, "4242")
    expect(page.locator("#problem")).to_contain_text("incomplete_number")
    assert not [each for each in sandbox.requests if each.path.endswith("/confirm")]


@pytest.mark.parametrize(
    ("button", "status"), [("Approve", "succeeded"), ("Do not approve", "failed")]
)
def test_three_d_secure_is_asked_on_a_page_of_its_own(page: Page, button: str, status: str) -> None:
    pay(page, "4000002760003184")
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(f"**/return?*redirect_status={status}")


@pytest.mark.parametrize("shop", ["if_required"], indirect=True)
def test_without_a_need_to_redirect_the_page_may_stay(page: Page, shop: Shop) -> None:
    pay(page, "4242424242424242")
    expect(page.locator("#problem")).to_have_text("succeeded")
    assert page.url == shop.url + "/"


def test_the_card_is_typed_where_the_shop_cannot_read_it(page: Page, sandbox: Sandbox) -> None:
    assert page.locator("iframe").get_attribute("src") == sandbox.url + "/elements/payment"
    assert page.locator("input").count() == 0
