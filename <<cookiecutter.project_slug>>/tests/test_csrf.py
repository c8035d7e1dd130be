"""Every form needs the token of its own session; webhooks alone have signatures instead."""

from typing import Any

import pytest
import requests

from tests.crowd import Crowd, Route, routes
from tests.people import TOKEN, Person
from tests.platform_server import Platform


@pytest.fixture
def crowd(platform: Platform, sandbox: Any) -> Crowd:
    return Crowd(platform, sandbox)


def token_of(person: Person) -> str:
    token = TOKEN.search(person.get("/auth/login").text) or TOKEN.search(person.get("/").text)
    assert token
    return token[1]


def sends(
    crowd: Crowd, person: Person, route: Route, token: str | None, **headers: str
) -> requests.Response:
    """The right form by the right person, but for the token."""
    form = dict(route.form) if token is None else {**route.form, "csrf_token": token}
    return person.session.post(
        person.url + crowd.path(route),
        data=form,
        headers=headers,
        allow_redirects=False,
        timeout=30,
    )


def forms(crowd: Crowd) -> list[tuple[Person, Route]]:
    """Each POST with the person who may send it: whose row it is, or the operator."""
    return [
        (crowd.visitor("operator" if "operators." in route.name else "owner", route), route)
        for route in routes(crowd.platform.app)
        if route.method == "POST" and not route.rule.endpoint.startswith("webhooks.")
    ]


def test_every_post_is_refused_without_its_token_and_changes_nothing(crowd: Crowd) -> None:
    stranger = token_of(crowd.people["buyer"])
    before, asked_before = crowd.rows(), len(crowd.sandbox.requests)
    assert len(forms(crowd)) >= 8
    for person, route in forms(crowd):
        good = token_of(person)
        for token in (None, "", "nonsense", good[:-1], stranger):
            answer = sends(crowd, person, route, token)
            assert answer.status_code == 400, (route.name, token)
            assert "form has expired" in answer.text
    assert crowd.rows() == before
    assert len(crowd.sandbox.requests) == asked_before


def test_the_same_posts_pass_with_it(crowd: Crowd) -> None:
    for person, route in forms(crowd):
        assert sends(crowd, person, route, token_of(person)).status_code in (302, 303), route.name


def test_a_token_in_the_address_or_from_before_signing_in_is_none(crowd: Crowd) -> None:
    ada, [change] = (
        crowd.shop.person,
        [route for _, route in forms(crowd) if route.rule.endpoint == "onboarding.dashboard"],
    )
    visitor = crowd.platform.visitor()
    early = token_of(visitor)
    visitor.email = ada.email
    visitor.signs_in()
    assert sends(crowd, visitor, change, early).status_code == 400

    url = f"{ada.url}{crowd.path(change)}?csrf_token={token_of(ada)}"
    assert ada.session.post(url, data=change.form, timeout=30).status_code == 400


def test_webhooks_take_no_session_for_a_signature(crowd: Crowd) -> None:
    before = crowd.rows()
    for person in crowd.people.values():
        for route in routes(crowd.platform.app):
            if route.rule.endpoint.startswith("webhooks."):
                assert sends(crowd, person, route, token_of(person)).status_code == 400
    assert crowd.rows() == before
