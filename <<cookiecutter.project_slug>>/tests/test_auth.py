"""Signing up, in and out: guessing is cut short, and what was known before is worth nothing."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.extensions import limiter
from app.models import User
from tests.people import PASSWORD, TOKEN, Person
from tests.platform_server import Platform, serving


@pytest.fixture
def throttled_platform(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Platform]:
    """The platform with its limits on, which the other tests do without."""
    monkeypatch.setattr(limiter, "enabled", True)
    with serving(settings) as platform:
        limiter.enabled = True
        yield platform


def sign_up(platform: Platform, email: str, password: str = PASSWORD) -> int:
    visitor = platform.visitor()
    return visitor.post(
        "/auth/register", "/auth/register", email=email, password=password
    ).status_code


def sign_in(
    visitor: Person, email: str, password: str = PASSWORD, next: str = ""
) -> tuple[int, str]:
    """The status of an attempt to sign in, and where it led."""
    path = f"/auth/login?next={next}" if next else "/auth/login"
    answer = visitor.post(path, path, email=email, password=password)
    return answer.status_code, answer.headers.get("Location", "")


def test_signing_up_signs_in_and_keeps_no_password(lonely_platform: Platform) -> None:
    ada = lonely_platform.person("ada@example.com")

    assert ada.get("/onboarding/return").status_code == 200
    user = lonely_platform.database.only(User)
    assert user.email == "ada@example.com"
    assert user.password_hash.startswith("scrypt:")
    assert PASSWORD not in user.password_hash
    assert not user.is_operator


def test_one_address_is_one_user_however_it_is_written(lonely_platform: Platform) -> None:
    assert sign_up(lonely_platform, " Ada@Example.COM ") == 303
    assert sign_up(lonely_platform, "ada@example.com") == 422
    assert lonely_platform.database.only(User).email == "ada@example.com"
    assert sign_in(lonely_platform.visitor(), "ADA@example.com")[0] == 303


def test_an_address_taken_by_several_at_once_goes_to_one(lonely_platform: Platform) -> None:
    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(lambda _: sign_up(lonely_platform, "ada@example.com"), range(6)))

    assert statuses == [303] + [422] * 5
    lonely_platform.database.only(User)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", PASSWORD),
        ("ada", PASSWORD),
        ("ada@example", PASSWORD),
        ("ada lovelace@example.com", PASSWORD),
        ("a" * 250 + "@example.com", PASSWORD),
        ("ada@example.com", ""),
        ("ada@example.com", "too short"),
        ("ada@example.com", "long" * 100),
    ],
)
def test_what_cannot_be_an_account_is_refused(
    lonely_platform: Platform, email: str, password: str
) -> None:
    assert sign_up(lonely_platform, email, password) == 422
    assert lonely_platform.database.all(User) == []


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    lonely_platform: Platform,
) -> None:
    lonely_platform.person("ada@example.com")
    pages = []
    for email in ("ada@example.com", "eve@example.com"):
        visitor = lonely_platform.visitor()
        answer = visitor.post("/auth/login", "/auth/login", email=email, password="a wrong one")
        assert answer.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))

    assert pages[0] == pages[1]
    assert "No account has this email address and password." in pages[0]


def test_who_must_sign_in_is_led_back_to_the_page(lonely_platform: Platform) -> None:
    lonely_platform.person("ada@example.com")
    visitor = lonely_platform.visitor()

    sent = visitor.get("/onboarding/return")
    assert (sent.status_code, sent.headers["Location"]) == (
        302,
        "/auth/login?next=%2Fonboarding%2Freturn",
    )
    assert sign_in(visitor, "ada@example.com", next="%2Fonboarding%2Freturn") == (
        303,
        "/onboarding/return",
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example.com/",
        "//evil.example.com/",
        "/\\evil.example.com/",
        "\\\\evil.example.com/",
        "javascript:alert(1)",
        "/nothing/of/ours",
        "/auth/logout",
        "/checkout/1",
        "seller",
    ],
)
def test_signing_in_leads_to_no_address_but_our_own_pages(
    lonely_platform: Platform, elsewhere: str
) -> None:
    lonely_platform.person("ada@example.com")
    assert sign_in(lonely_platform.visitor(), "ada@example.com", next=elsewhere) == (303, "/")


def test_a_session_from_before_the_sign_in_is_worth_nothing_after(
    lonely_platform: Platform,
) -> None:
    lonely_platform.person("ada@example.com")
    visitor = lonely_platform.visitor()
    before = TOKEN.search(visitor.get("/auth/login").text)
    assert before
    sign_in(visitor, "ada@example.com")

    answer = visitor.session.post(
        lonely_platform.url + "/onboarding/start",
        data={"csrf_token": before[1]},
        allow_redirects=False,
        timeout=30,
    )
    assert answer.status_code == 400


def test_signing_out_takes_a_post_and_ends_the_session(lonely_platform: Platform) -> None:
    ada = lonely_platform.person("ada@example.com")
    assert ada.get("/auth/logout").status_code == 405
    assert ada.get("/onboarding/return").status_code == 200

    assert ada.post("/auth/logout").status_code == 303
    assert ada.get("/onboarding/return").status_code == 302


@pytest.mark.parametrize("path", ["/auth/register", "/auth/login", "/auth/logout"])
def test_a_form_without_its_token_is_refused(lonely_platform: Platform, path: str) -> None:
    answer = lonely_platform.visitor().session.post(
        lonely_platform.url + path,
        data={"email": "ada@example.com", "password": PASSWORD},
        allow_redirects=False,
        timeout=30,
    )
    assert answer.status_code == 400
    assert "form has expired" in answer.text
    assert lonely_platform.database.all(User) == []


def test_guessing_a_password_is_cut_short_for_that_address_only(
    throttled_platform: Platform,
) -> None:
    throttled_platform.person("ada@example.com")
    throttled_platform.person("ben@example.com")
    guesser = throttled_platform.visitor()
    attempts = [sign_in(guesser, "ada@example.com", f"guess number {n}")[0] for n in range(12)]

    assert attempts == [422] * 10 + [429] * 2
    assert sign_in(guesser, "ADA@example.com")[0] == 429
    assert sign_in(throttled_platform.visitor(), "ben@example.com")[0] == 303


def test_signing_in_rightly_is_not_counted(throttled_platform: Platform) -> None:
    throttled_platform.person("ada@example.com")
    statuses = {sign_in(throttled_platform.visitor(), "ada@example.com")[0] for _ in range(12)}
    assert statuses == {303}


def test_addresses_are_not_tried_out_by_signing_up(throttled_platform: Platform) -> None:
    throttled_platform.person("ada@example.com")
    attempts = [sign_up(throttled_platform, "ada@example.com") for _ in range(10)]
    assert attempts == [422] * 9 + [429]
