"""What every answer tells the browser to refuse, and that the pages can live with it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.platform_server import Platform
from tests.settings import LIVE, SETTINGS

APP = Path(__file__).parents[1] / "app"
TEMPLATES = sorted(APP.rglob("templates/**/*.html"))
SCRIPTS = sorted(APP.glob("static/*.js"))

INLINE = re.compile(
    r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)|\|\s*safe\b"""
)
AS_CODE = re.compile(
    r"\beval\(|new Function|innerHTML|outerHTML|document\.write|insertAdjacentHTML"
)


def policy(client: FlaskClient, path: str = "/healthz") -> dict[str, list[str]]:
    header = client.get(path).headers["Content-Security-Policy"]
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


@pytest.fixture
def live_client() -> FlaskClient:
    """The app as it runs where money is real."""
    return create_app(LIVE).test_client()


def test_live_pages_load_from_here_and_from_stripe_and_nowhere_else(
    live_client: FlaskClient,
) -> None:
    # docs.stripe.com/security/guide#content-security-policy
    stripe_js = ["https://js.stripe.com", "https://*.js.stripe.com"]
    assert policy(live_client) == {
        "default-src": ["'self'"],
        "script-src": ["'self'", *stripe_js],
        "frame-src": [*stripe_js, "https://hooks.stripe.com"],
        "connect-src": ["'self'", "https://api.stripe.com"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'", "https://connect.stripe.com", "https://accounts.stripe.com"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }


def test_the_sandbox_is_let_in_only_where_it_stands_in_for_stripe() -> None:
    sandbox = "http://127.0.0.1:9"
    allowed = policy(create_app(SETTINGS).test_client())
    for name in ("script-src", "frame-src", "connect-src", "form-action"):
        assert sandbox in allowed[name]
    for sources in allowed.values():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & {*sources}


def answers(platform: Platform) -> Iterator[tuple[str, dict[str, str]]]:
    """One answer of each kind: page, error page, redirect, webhook, health, file."""
    ada = platform.person("ada@example.com")
    for path in ("/", "/seller", "/auth/login", "/nothing", "/operator", "/healthz", "/readyz"):
        yield path, dict(ada.get(path).headers)
    yield "anonymous", dict(platform.visitor().get("/onboarding/return").headers)
    yield "csrf", dict(ada.session.post(platform.url + "/auth/logout", timeout=30).headers)
    yield "outage", dict(ada.post("/onboarding/start").headers)
    yield "webhook", dict(ada.session.post(platform.url + "/webhooks/stripe", timeout=30).headers)
    big = ada.session.post(platform.url + "/onboarding/start", data=b"x" * 1_100_000, timeout=30)
    yield "too large", dict(big.headers)


def test_every_answer_carries_the_headers(lonely_platform: Platform) -> None:
    for kind, headers in answers(lonely_platform):
        assert "default-src 'self'" in headers["Content-Security-Policy"], kind
        assert headers["X-Content-Type-Options"] == "nosniff", kind
        assert headers["X-Frame-Options"] == "DENY", kind
        assert headers["Referrer-Policy"] == "strict-origin", kind
        assert headers["Cache-Control"] == "no-store", kind
        assert "Strict-Transport-Security" not in headers, kind


def test_browsers_are_told_to_stay_on_https_where_we_are(live_client: FlaskClient) -> None:
    assert "max-age=" in live_client.get("/healthz").headers["Strict-Transport-Security"]


def test_files_may_be_kept_and_pages_may_not(lonely_platform: Platform) -> None:
    visitor = lonely_platform.visitor()
    assert visitor.get("/static/style.css").headers["Cache-Control"] != "no-store"
    assert visitor.get("/").headers["Cache-Control"] == "no-store"


def test_a_body_that_is_too_large_is_refused_everywhere(lonely_platform: Platform) -> None:
    ada = lonely_platform.person("ada@example.com")
    for path in ("/webhooks/stripe", "/auth/login", "/onboarding/start"):
        answer = ada.session.post(lonely_platform.url + path, data=b"x" * 1_100_000, timeout=30)
        assert answer.status_code == 413, path


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_script_style_or_unescaped_text(template: Path) -> None:
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_never_turns_text_into_code_or_markup(script: Path) -> None:
    assert AS_CODE.findall(script.read_text()) == []
