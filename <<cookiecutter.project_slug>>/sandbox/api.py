"""The API's door: key, account, idempotency, parameters, faults, and headers as Stripe sends."""

import base64
import json
import time
from typing import Any

from flask import Blueprint, Response, current_app, request

import sandbox.nouns  # noqa: F401  registers every endpoint
from sandbox.contract import API_VERSION, checked
from sandbox.errors import Json, StripeError, bad_key, invalid, no_access
from sandbox.expand import expanded
from sandbox.faults import ApiFault
from sandbox.forms import decode
from sandbox.idempotency import Answer, Once
from sandbox.ids import new_id
from sandbox.routing import ROUTES, Call, Route
from sandbox.store import public
from sandbox.world import REQUEST, World

bp = Blueprint("api", __name__)


def _add(route: Route) -> None:
    def view(**ids: str) -> Response:
        return _serve(route, ids)

    bp.add_url_rule(route.path, f"{route.method} {route.path}", view, methods=[route.method])


for _route in ROUTES:
    _add(_route)


@bp.route("/v1/<path:path>", methods=["GET", "POST", "DELETE"])
@bp.route("/v2/<path:path>", methods=["GET", "POST", "DELETE"])
def unknown(path: str) -> Response:
    """An endpoint Stripe does not have, or that this sandbox does not imitate."""
    message = f"Unrecognized request URL ({request.method}: {request.path})."
    return _respond(Answer(404, invalid(message).body, new_id("req_", 14)))


def _serve(route: Route, ids: dict[str, str]) -> Response:
    world: World = current_app.extensions["world"]
    params = _params()
    fault = world.faults.for_call(request.method, request.path)
    if fault and fault.kind == "answer":
        answer = _outage(fault)
    else:
        answer = _answer(world, route, ids, params)
    _remember(world, params, answer)
    if answer.status == 200:
        current_app.extensions["sandbox"].on_answer(route.method, route.path, answer.body)
    if fault and fault.kind == "slow":
        time.sleep(fault.value)
    return _respond(answer, lost=bool(fault and fault.kind == "lose"))


def _params() -> Json:
    if request.is_json:
        return request.get_json() or {}
    pairs = request.args if request.method == "GET" else request.form
    return decode(list(pairs.items(multi=True)))


def _answer(world: World, route: Route, ids: dict[str, str], params: Json) -> Answer:
    request_id = new_id("req_", 14)
    once = None
    try:
        publishable = _authenticate(world, params, route)
        account = _account(world)
        key = request.headers.get("Idempotency-Key")
        if key and route.method == "POST":
            once = Once(world.store, account, key, route.method, request.path, params)
            earlier = once.earlier()
            if earlier:
                return earlier
        REQUEST.set({"id": request_id, "idempotency_key": key})
        answer = _carry_out(world, route, ids, params, account, publishable, request_id, once)
    except StripeError as refusal:
        return Answer(refusal.status, refusal.body, request_id)
    finally:
        REQUEST.set({"id": None, "idempotency_key": None})
    return answer


def _carry_out(
    world: World, route: Route, ids: dict[str, str], params: Json, account: str,
    publishable: bool, request_id: str, once: Once | None,
) -> Answer:  # fmt: skip
    try:
        typed = checked(params, route.params) if route.params and not publishable else params
    except StripeError:
        if once:
            once.forget()
        raise
    try:
        current_app.extensions["sandbox"].before_answer(route.method, route.path, typed)
        with world.transaction():
            body = public(route.answer(Call(world, typed, account, ids, publishable)))
            answer = Answer(200, expanded(world.store, body, typed.get("expand", [])), request_id)
            if once:
                once.keep(answer)
    except StripeError as refusal:
        answer = Answer(refusal.status, refusal.body, request_id)
        if once:
            once.keep(answer)
    except Exception:
        if once:
            once.forget()
        raise
    return answer


def _authenticate(world: World, params: Json, route: Route) -> bool:
    """Whether the key is a publishable one; raises when it is none of ours."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        key = base64.b64decode(key).decode(errors="replace").partition(":")[0]
    key = key or str(params.pop("key", ""))
    if key == world.settings.secret_key:
        return False
    if key != world.settings.publishable_key:
        raise bad_key(key)
    if not route.publishable:
        raise StripeError(
            401,
            "This API call cannot be made with a publishable API key. Please use a secret API key.",
            code="secret_key_required",
        )
    return True


def _account(world: World) -> str:
    named = request.headers.get("Stripe-Account") or request.headers.get("Stripe-Context")
    if not named or named == world.platform:
        return world.platform
    account = world.store.find("account", named)
    if account is None or account["_deauthorized"]:
        raise no_access(named)
    return named


def _outage(fault: ApiFault) -> Answer:
    code, kind = (
        ("rate_limit", "invalid_request_error") if fault.value == 429 else (None, "api_error")
    )
    refusal = StripeError(fault.value, "The sandbox was asked to fail here.", code=code, type=kind)
    return Answer(fault.value, refusal.body, new_id("req_", 14))


def _remember(world: World, params: Json, answer: Answer) -> None:
    world.store.run(
        "INSERT INTO requests (method, path, account, params, idempotency_key, status)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        request.method, request.path, request.headers.get("Stripe-Account"), json.dumps(params),
        request.headers.get("Idempotency-Key"), answer.status,
    )  # fmt: skip


def _respond(answer: Answer, lost: bool = False) -> Response:
    headers: dict[str, Any] = {
        "Request-Id": answer.request_id,
        "Stripe-Version": request.headers.get("Stripe-Version", API_VERSION),
    }
    if "Idempotency-Key" in request.headers:
        headers["Idempotency-Key"] = request.headers["Idempotency-Key"]
        headers["Original-Request"] = answer.request_id
    if answer.replayed:
        headers["Idempotent-Replayed"] = "true"
    if answer.status in (400, 401, 402, 403, 404):
        headers["Stripe-Should-Retry"] = "false"
    elif answer.status in (409, 500, 502, 503, 504):
        headers["Stripe-Should-Retry"] = "true"
    body = json.dumps(answer.body, indent=2).encode()
    response = Response(body, answer.status, headers, content_type="application/json")
    if lost:
        # A length that never comes: the client sees the connection break in the middle.
        response.headers["Content-Length"] = str(len(body) + 1)
    return response
