"""What every page shares: the sandbox it shows, its manners, and how amounts and times are read."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Response, abort, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from sandbox.errors import Json, StripeError
from sandbox.ids import now, random_text
from sandbox.money import shown
from sandbox.pages import bp
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.instance import Sandbox


def the_sandbox() -> "Sandbox":
    """The sandbox these pages belong to."""
    running: Sandbox = current_app.extensions["sandbox"]
    return running


def the_world() -> World:
    """Its books."""
    return the_sandbox().world


def begin_visit(kind: str, account: str, return_url: str | None = None) -> str:
    """A one-time link was opened: what follows happens under a name of its own."""
    world = the_world()
    visit = {
        "id": random_text(40),
        "object": "visit",
        "account": account,
        "created": now(),
        "kind": kind,
        "return_url": return_url,
    }
    with world.transaction():
        world.store.add(visit, world.platform)
    return str(visit["id"])


def the_visit(id: str, kind: str) -> Json:
    """A visit under way; 404 when there is none of that name."""
    visit = the_world().store.find("visit", id)
    if visit is None or visit["kind"] != kind:
        abort(404)
    return visit


@bp.before_request
def refuse_strangers() -> None:
    """A page of another site may not press the buttons here."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method == "POST" and site not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin", "null")
    if request.method == "POST" and origin not in ("null", request.host_url.rstrip("/")):
        abort(403)


@bp.after_request
def manners(response: Response) -> Response:
    """Nothing from elsewhere, nothing kept, and no address handed on."""
    response.headers["Content-Security-Policy"] = "default-src 'self'; img-src 'self' data:"
    response.headers["Referrer-Policy"] = "no-referrer"
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response


@bp.errorhandler(StripeError)
def refused(refusal: StripeError) -> tuple[str, int]:
    """What the API would have refused, said on a page."""
    return render_template("refused.html", message=str(refusal)), 400


@bp.errorhandler(404)
def not_found(_: HTTPException) -> tuple[str, int]:
    """A link that leads nowhere."""
    return render_template("refused.html", message="There is nothing at this address."), 404


@bp.app_template_filter("amount")
def amount(value: int, currency: str) -> str:
    """An amount in minor units, for people."""
    return shown(value, currency)


@bp.app_template_filter("when")
def when(seconds: int) -> str:
    """A time in Unix seconds, for people."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%d %b, %H:%M:%S UTC")
