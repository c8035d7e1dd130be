"""Who may do what: every route, by everyone, with the ids of somebody else's rows."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from app.models import Order, Product, User
from tests.crowd import ADA, BEN, VISITORS, Crowd, Route, access, routes
from tests.platform_server import Platform
from tests.stories import account_of

# Where a careless view might look for whose row is meant, and for where it is being served.
PARAMETERS = ("id", "user", "seller_id", "account", "account_id", "email", "destination", "amount")
HOSTS = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "host=evil.example",
}


@pytest.fixture
def crowd(platform: Platform, sandbox: Any) -> Crowd:
    crowd = Crowd(platform, sandbox)
    for person in (crowd.ben, crowd.shop.person, *crowd.people.values()):
        person.get("/auth/login")
        person.get("/onboarding/return")
        # By name, as cookies are not sent to another host than the one that set them.
        cookie = f"session={person.session.cookies['session']}"
        person.session.headers.update({**HOSTS, "Cookie": cookie})
    return crowd


def everyone(crowd: Crowd) -> Iterator[tuple[str, Route]]:
    for route in routes(crowd.platform.app):
        for name in VISITORS:
            yield name, route


def goes(crowd: Crowd, name: str, route: Route) -> requests.Response:
    """One visitor takes one route, and asks for what is ada's or ben's in every way there is."""
    person, path = crowd.visitor(name, route), crowd.path(route)
    bait = {
        **dict.fromkeys(PARAMETERS, crowd.shop.account_id),
        **dict.fromkeys(("user_id", "buyer_id", "is_operator"), "1"),
        **dict.fromkeys(("before", "sales_before"), crowd.order.reference),
    }
    if route.method == "GET":
        return person.session.get(person.url + path, params=bait, allow_redirects=False, timeout=30)
    page = "/auth/login" if name == "anonymous" else "/"
    return person.post(path, page, **{**bait, **route.form})


def test_every_route_has_a_line_in_the_table_and_every_line_a_route(
    lonely_platform: Platform,
) -> None:
    assert {route.name for route in routes(lonely_platform.app)} == set(access())


def test_everyone_gets_what_the_table_says_and_nothing_of_anybody_else(crowd: Crowd) -> None:
    table, marks, asked_before = access(), crowd.marks(), len(crowd.sandbox.requests)
    own_secret = crowd.sandbox.find(str(crowd.order.payment_intent_id))["client_secret"]
    surprises = []
    for name, route in everyone(crowd):
        answer = goes(crowd, name, route)
        if answer.status_code != table[route.name][name]:
            surprises.append(f"{name} {route.name}: {answer.status_code}")
        hidden = set(marks["nobody"])
        if name == "owner" and route.name == "GET checkout.show":
            hidden.remove(own_secret)
        if name in ("anonymous", "seller", "buyer") and answer.status_code != 302:
            hidden |= marks[ADA] | marks[BEN]
        hidden.add("evil.example")
        told = f"{answer.text} {answer.headers}"
        surprises += [f"{name} {route.name} shows {mark}" for mark in hidden if mark in told]
    assert surprises == []

    users = {user.email: user for user in crowd.platform.database.all(User)}
    assert [user.email for user in users.values() if user.is_operator] == ["olga@example.com"]
    assert users[ADA].account_id == crowd.shop.account_id
    assert "evil.example" not in str(crowd.sandbox.requests[asked_before:])


def test_what_strangers_ask_for_concerns_themselves_alone(crowd: Crowd) -> None:
    asked_before = len(crowd.sandbox.requests)
    orders_before = len(crowd.platform.database.all(Order))
    for name, route in everyone(crowd):
        if name != "owner":
            goes(crowd, name, route)

    links = {
        request.params.get("account") or request.path.split("/")[3]
        for request in crowd.sandbox.requests[asked_before:]
        if "_links" in request.path
    }
    strangers = {"carl@example.com", "dora@example.com", "olga@example.com"}
    assert links == {account_of(crowd.platform, email) for email in strangers}

    users = {user.id: user.email for user in crowd.platform.database.all(User)}
    orders = crowd.platform.database.all(Order)[orders_before:]
    assert {users[order.buyer_id] for order in orders} == strangers
    assert {(users[order.seller_id], order.amount) for order in orders} == {(ADA, 50_00)}
    products = crowd.platform.database.all(Product)
    assert {users[product.seller_id] for product in products[2:]} <= strangers


def test_looking_changes_nothing_and_changing_takes_a_post(crowd: Crowd) -> None:
    before = crowd.rows()
    pages = {r.rule.rule for r in routes(crowd.platform.app) if r.method == "GET"}
    surprises = []
    for name, route in everyone(crowd):
        session, url = crowd.visitor(name, route).session, crowd.platform.url + crowd.path(route)
        if route.rule.rule in pages:
            goes(crowd, name, Route("GET", route.rule))
        allowed = {"OPTIONS"} | ({"GET", "HEAD"} if route.rule.rule in pages else set())
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"):
            answer = session.request(method, url, allow_redirects=False, timeout=30)
            refused = answer.status_code in (400, 405)
            if refused != (method not in allowed):
                surprises.append(f"{name} {method} {route.rule}: {answer.status_code}")
        if name == VISITORS[-1] and crowd.rows() != before:
            surprises.append(f"{route.rule} wrote a row")
            before = crowd.rows()
    assert surprises == []
