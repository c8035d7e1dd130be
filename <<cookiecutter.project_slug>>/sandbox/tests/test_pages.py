"""The hosted pages, as a browser without JavaScript meets them."""

from urllib.parse import urlsplit

import pytest
import requests
import stripe

from sandbox import Sandbox
from sandbox.launch.browser import Browser
from sandbox.pages.control_actions import FAULTS
from sandbox.scenario import new_intent, new_seller, params

REFRESH, RETURN = "http://127.0.0.1:1/refresh", "http://127.0.0.1:1/return"


def account_link(api: stripe.StripeClient, account: str) -> str:
    """A fresh door to onboarding."""
    return api.v1.account_links.create(
        params(account=account, type="account_onboarding", refresh_url=REFRESH, return_url=RETURN)
    ).url


def leave(page: str, choice: str) -> requests.Response:
    """Open onboarding, choose, and see where that leads."""
    browser = Browser()
    browser.open(page)
    [form] = browser.page.forms
    return requests.post(form.action, data={"choice": choice}, allow_redirects=False, timeout=10)


@pytest.mark.parametrize(
    ("choice", "enabled", "told"),
    [
        ("onboard", True, True),
        ("incomplete", False, True),
        ("leave", False, False),
        ("restrict_later", True, True),
        ("reject", False, True),
    ],
)
def test_onboarding_ends_as_chosen_and_always_leads_back(
    api: stripe.StripeClient, sandbox: Sandbox, choice: str, enabled: bool, told: bool
) -> None:
    account = new_seller(api)
    assert leave(account_link(api, account), choice).headers["Location"] == RETURN
    assert sandbox.objects("account")[0]["charges_enabled"] == enabled
    assert bool(sandbox.events("account.updated")) == told


def test_a_seller_may_disconnect(api: stripe.StripeClient, sandbox: Sandbox) -> None:
    account = new_seller(api)
    assert leave(account_link(api, account), "deauthorize").headers["Location"] == RETURN
    assert sandbox.events("account.application.deauthorized")


def test_a_used_link_leads_to_the_refresh_url(api: stripe.StripeClient) -> None:
    url = account_link(api, new_seller(api))
    assert requests.get(url, timeout=10).status_code == 200
    again = requests.get(url, allow_redirects=False, timeout=10)
    assert (again.status_code, again.headers["Location"]) == (302, REFRESH)


def test_an_expired_link_leads_to_the_refresh_url(
    api: stripe.StripeClient, sandbox: Sandbox
) -> None:
    sandbox.settings.link_lifetime = -1
    answer = requests.get(account_link(api, new_seller(api)), allow_redirects=False, timeout=10)
    assert answer.headers["Location"] == REFRESH


def test_a_login_link_needs_an_onboarded_express_account(
    api: stripe.StripeClient, sandbox: Sandbox
) -> None:
    account = new_seller(api)
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.accounts.login_links.create(account)
    sandbox.onboard(account)
    assert api.v1.accounts.login_links.create(account).url.startswith(sandbox.url)


@pytest.mark.parametrize("outcome", ["paid", "failed", "paid_then_failed"])
def test_the_sellers_dashboard_pays_out(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, outcome: str
) -> None:
    sandbox.pay(new_intent(api, seller))
    link = api.v1.accounts.login_links.create(seller).url
    browser = Browser()
    browser.open(link)
    assert "9.00 USD" in browser.page.text
    browser.submit("/payouts", outcome=outcome)
    [payout] = sandbox.objects("payout")
    assert payout["status"] == outcome.rpartition("_")[2]
    browser.open(link)
    assert browser.status == 410


def test_the_control_page_lists_what_is_true(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    intent = sandbox.pay(new_intent(api, seller))
    sandbox.payout(seller)
    page = requests.get(sandbox.url, timeout=10).text
    [transfer] = sandbox.objects("transfer")
    for shown in (seller, intent["id"], transfer["id"], "payout.paid", "4000000000000002"):
        assert shown in page
    detail = requests.get(f"{sandbox.url}/objects/{transfer['id']}", timeout=10).text
    assert intent["latest_charge"] in detail


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_a_button(api: stripe.StripeClient, sandbox: Sandbox, name: str) -> None:
    sandbox.connect_platform("http://127.0.0.1:1")
    browser = Browser()
    browser.open(sandbox.url)
    browser.submit("/control/faults/" + name)
    assert browser.status == 200
    assert urlsplit(browser.page.url).path == "/"
    sandbox.release()


def test_a_button_arms_its_fault(api: stripe.StripeClient, sandbox: Sandbox) -> None:
    browser = Browser()
    browser.open(sandbox.url)
    browser.submit("/control/faults/500")
    assert "1 fault is armed" in browser.page.text
    with pytest.raises(stripe.APIError):
        new_seller(api)
    new_seller(api)


def test_money_can_be_given_back_and_disputed_by_a_click(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str
) -> None:
    for _ in range(2):
        sandbox.pay(new_intent(api, seller))
    one, other = sandbox.objects("charge", sandbox.world.platform)
    for path, field in ((f"/{one['id']}/refund", "reverse"), (f"/{other['id']}/dispute", "open")):
        url = f"{sandbox.url}/control/charges{path}"
        assert requests.post(url, data={field: "yes"}, timeout=10).ok
    assert [each["status"] for each in sandbox.objects("refund", sandbox.world.platform)] == [
        "succeeded"
    ]
    assert [each["charge"] for each in sandbox.objects("dispute")] == [other["id"]]


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_sites_page_cannot_press_the_buttons(
    sandbox: Sandbox, headers: dict[str, str]
) -> None:
    answer = requests.post(sandbox.url + "/control/faults/drop", headers=headers, timeout=10)
    assert answer.status_code == 403
    assert sandbox.faults.delivery == []


def test_every_page_says_that_it_is_not_stripe_and_loads_nothing_from_elsewhere(
    api: stripe.StripeClient, sandbox: Sandbox
) -> None:
    for url in (sandbox.url, account_link(api, new_seller(api)), sandbox.url + "/elements/payment"):
        answer = requests.get(url, timeout=10)
        assert "not Stripe" in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert "//" not in answer.text.replace(sandbox.url, "").replace("http://127.0.0.1", "")
