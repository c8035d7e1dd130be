"""Somebody at a browser, as far as HTTP goes: pages, forms, their hidden fields, cookies."""

import re
from html import unescape

import requests

PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Person:
    """One person with cookies of their own; redirects are seen, not followed."""

    def __init__(self, url: str, email: str) -> None:
        self.url = url
        self.email = email
        self.session = requests.Session()

    def get(self, path: str) -> requests.Response:
        """Open a page."""
        return self.session.get(self.url + path, allow_redirects=False, timeout=30)

    def post(self, path: str, page: str = "/", **fields: str) -> requests.Response:
        """Send a form found on `page`, with the token that stands in it."""
        token = TOKEN.search(self.get(page).text)
        if token:
            fields["csrf_token"] = unescape(token[1])
        return self.session.post(self.url + path, data=fields, allow_redirects=False, timeout=60)

    def signs_up(self) -> "Person":
        """Register and be signed in."""
        answer = self.post("/auth/register", "/auth/register", email=self.email, password=PASSWORD)
        assert answer.status_code in (302, 303), answer.text
        return self

    def signs_in(self) -> "Person":
        """Sign in with the password given at sign-up."""
        answer = self.post("/auth/login", "/auth/login", email=self.email, password=PASSWORD)
        assert answer.status_code in (302, 303), answer.text
        return self
