"""A person at a browser, as far as HTTP goes: pages, forms with their hidden fields, cookies."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests


class PageWrong(Exception):
    """A page did not hold what a person would look for."""


class Form:
    """A form as it stands on a page: where it goes, and the fields it already carries."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: dict[str, str] = {}


class Page(HTMLParser):
    """An HTML page, read for its forms and `data-` attributes."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url = url
        self.text = text
        self.forms: list[Form] = []
        self.data: dict[str, str] = {}
        self._open: Form | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what matters."""
        named = {name: value or "" for name, value in attrs}
        self.data.update({name: value for name, value in named.items() if name.startswith("data-")})
        if tag == "form" and named.get("method", "").lower() == "post":
            self._open = Form(urljoin(self.url, named.get("action") or self.url))
            self.forms.append(self._open)
        if tag == "input" and self._open and _is_sent(named):
            self._open.fields[named["name"]] = named.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A form ends here."""
        if tag == "form":
            self._open = None


def _is_sent(field: dict[str, str]) -> bool:
    ticked = field.get("type") not in ("radio", "checkbox") or "checked" in field
    return "name" in field and field.get("type") != "submit" and ticked


class Browser:
    """One person, with cookies of their own and a page before them."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self.page = Page("about:blank", "")
        self.status = 0
        self.passed: list[str] = []

    @property
    def path(self) -> str:
        """Where the person is."""
        return urlsplit(self.page.url).path

    def open(self, url: str) -> Page:
        """Go to an address, following redirects as browsers do."""
        return self._arrive(self._session.get(url, timeout=60))

    def submit(self, action: str = "", **typed: str) -> Page:
        """Fill in the form that leads to an address with `action` in it, and send it."""
        for form in self.page.forms:
            if action in form.action and set(typed) <= set(form.fields):
                sent = {**form.fields, **typed}
                return self._arrive(self._session.post(form.action, data=sent, timeout=60))
        raise PageWrong(f"{self.page.url} has no form to {action or 'send'} with {sorted(typed)}")

    def _arrive(self, answer: requests.Response) -> Page:
        self.passed = [urlsplit(step.url).path for step in answer.history]
        self.status = answer.status_code
        self.page = Page(answer.url, answer.text)
        return self.page
