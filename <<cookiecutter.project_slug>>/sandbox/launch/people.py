"""Demo people, who come in by the platform's own doors."""

from sandbox.launch.browser import Browser, PageWrong

SELLER = "ada@example.com"
BUYER = "ben@example.com"
OPERATOR = "olga@example.com"
PASSWORD = "only-for-the-sandbox"


def sign_up(url: str, email: str) -> Browser:
    """A browser in which this person is signed in, with an account made now if there was none."""
    browser = Browser()
    browser.open(url + "/auth/login")
    browser.submit(email=email, password=PASSWORD)
    if browser.path == "/auth/login":
        browser.open(url + "/auth/register")
        browser.submit(email=email, password=PASSWORD)
    if browser.path.startswith("/auth/"):
        raise PageWrong(f"{email} could not sign up or in with the password {PASSWORD!r}")
    return browser
