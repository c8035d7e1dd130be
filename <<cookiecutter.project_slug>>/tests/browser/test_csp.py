"""The purchase under the content security policy, and that the policy is there to be felt."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESK, PATIENCE
from tests.browser.steps import a_shop, buy, pay, sign_up
from tests.platform_server import Platform, serving

REPORT = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(event.effectiveDirective + " " + event.blockedURI));
"""
STRIPE_FRAMES = [
    "https://js.stripe.com/x",
    "https://b.js.stripe.com/x",
    "https://hooks.stripe.com/x",
]

# Stripe.js as far as a policy sees it: frames of its own, and calls to the API.
STRIPE_JS = """
const mount = (where) => {
  for (const address of FRAMES) {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.style.width = "100%";
    document.querySelector(where).append(frame);
  }
  fetch("https://api.stripe.com/v1/elements/sessions")
    .then((answer) => answer.text()).then((text) => { document.title = text; });
};
window.Stripe = () => ({ elements: () => ({ create: () => ({ mount }) }) });
""".replace("FRAMES", str(STRIPE_FRAMES))

INJECTION = """() => {
  const script = (content) => document.body.append(
    Object.assign(document.createElement("script"), content));
  const markup = (html) => document.body.insertAdjacentHTML("beforeend", html);
  script({ textContent: "window.injected = true" });
  script({ src: "https://evil.example/x.js" });
  markup('<p style="color: red">');
  markup('<b onclick="window.injected = true">');
  markup('<iframe src="https://evil.example/">');
  markup('<object data="https://evil.example/">');
  fetch("https://evil.example/").catch(() => {});
}"""
REFUSED = {
    "script-src-elem",
    "script-src-attr",
    "style-src-attr",
    "frame-src",
    "object-src",
    "connect-src",
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window that notes what its policy refused."""
    context = browser.new_context(viewport=DESK)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT)
    yield context.new_page()
    context.close()


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the console says of the policy."""
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text))
    return said


def refused(page: Page) -> list[str]:
    return list(page.evaluate("window.refused"))


def comes_to_buy(page: Page, platform: Platform) -> None:
    """Somebody else's shop, and a buyer at its card form."""
    a_shop(page, platform)
    page.get_by_role("button", name="Sign out").click()
    sign_up(page, platform, "ben@example.com")
    buy(page)


def test_a_purchase_breaks_no_policy(
    page: Page, said: list[str], platform: Platform, sandbox: Any
) -> None:
    comes_to_buy(page, platform)
    assert refused(page) == []
    pay(page, "4242424242424242")
    expect(page.get_by_role("heading", name="Paid")).to_be_visible()

    assert refused(page) == []
    assert [line for line in said if "Content Security Policy" in line] == []


def test_what_an_injection_would_need_is_refused(
    page: Page, said: list[str], lonely_platform: Platform
) -> None:
    sign_up(page, lonely_platform, "ada@example.com")
    page.evaluate(INJECTION)
    # The script is refused twice: once for standing in the page, once for whence it came.
    page.wait_for_function(f"window.refused.length > {len(REFUSED)}")

    assert {line.split()[0] for line in refused(page)} == REFUSED
    assert page.evaluate("window.injected") is None
    assert [line for line in said if "Content Security Policy" in line]


@pytest.fixture
def platform_on_stripes_own_js(settings: dict[str, str], sandbox: Any) -> Iterator[Platform]:
    """The platform with js.stripe.com in its pages, as it is in production."""
    stripe = {"STRIPE_SECRET_KEY": sandbox.secret_key, "STRIPE_API_BASE": sandbox.url}
    with serving({**settings, **stripe, "STRIPE_JS_URL": ""}) as platform:
        sandbox.connect_platform(
            platform.url,
            platform_secret=settings["STRIPE_WEBHOOK_SECRET"],
            connect_secret=settings["STRIPE_CONNECT_WEBHOOK_SECRET"],
        )
        yield platform


def test_the_policy_lets_stripes_own_script_frames_and_api_through(
    page: Page, platform_on_stripes_own_js: Platform
) -> None:
    asked: list[str] = []

    def stripe(route: Route) -> None:
        asked.append(route.request.url)
        script = route.request.resource_type == "script"
        route.fulfill(
            body=STRIPE_JS if script else "Stripe answered",
            content_type="text/javascript" if script else "text/html",
            headers={"Access-Control-Allow-Origin": "*"},
        )

    page.context.route(lambda url: "stripe.com" in url, stripe)
    comes_to_buy(page, platform_on_stripes_own_js)
    expect(page).to_have_title("Stripe answered")

    assert refused(page) == []
    assert {*STRIPE_FRAMES, "https://js.stripe.com/endive/stripe.js"} <= {*asked}


@pytest.mark.parametrize(
    ("hosted", "arrives"),
    [
        ("https://connect.stripe.com/setup/e/acct_1/x", True),
        ("https://accounts.stripe.com/r/acct_1", True),
        ("https://evil.example/", False),
    ],
)
def test_a_form_leads_to_stripes_hosted_pages_and_nowhere_else(
    page: Page, lonely_platform: Platform, hosted: str, arrives: bool
) -> None:
    sign_up(page, lonely_platform, "ada@example.com")
    page.goto(lonely_platform.url + "/seller")
    page.context.route(
        "**/onboarding/start",
        lambda route: route.fulfill(status=303, headers={"Location": hosted}),
    )
    page.context.route(hosted, lambda route: route.fulfill(body="Hosted", content_type="text/html"))
    page.get_by_role("button", name="Onboard with Stripe").click()

    if arrives:
        expect(page).to_have_url(hosted)
    else:
        page.wait_for_function("window.refused.length > 0")
        assert refused(page)[0].startswith("form-action")
