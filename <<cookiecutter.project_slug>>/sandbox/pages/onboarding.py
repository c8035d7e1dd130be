"""Hosted onboarding: what a seller meets behind an account link."""

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from sandbox.nouns import account_links
from sandbox.pages import bp
from sandbox.pages.shell import begin_visit, the_sandbox, the_visit, the_world

_CHOICES = ("onboard", "incomplete", "restrict_later", "reject", "deauthorize", "leave")
_SOON = 20.0
"""Seconds until a deadline passes, where Stripe would give days."""


@bp.get("/onboarding/<token>")
def onboarding(token: str) -> BaseResponse | str:
    """Opens once and in time; after that a visitor is sent back for a fresh link."""
    world = the_world()
    with world.transaction():
        door, opens = account_links.use(world, token)
    if not opens:
        return redirect(door["refresh_url"], 302)
    visit = begin_visit("onboarding", door["account"], door["return_url"])
    account = world.store.get("account", door["account"])
    return render_template("onboarding.html", account=account, visit=visit, soon=int(_SOON))


@bp.post("/onboarding/visits/<visit>")
def leave_onboarding(visit: str) -> BaseResponse:
    """Do what was chosen, and send the seller back; the return itself says nothing."""
    found = the_visit(visit, "onboarding")
    choice = request.form.get("choice", "")
    if choice not in _CHOICES:
        return Response("choose one", 400)
    if choice != "leave":
        how = {"seconds": _SOON} if choice == "restrict_later" else {}
        if choice == "restrict_later":
            the_sandbox().change_account(found["account"], "onboard")
        the_sandbox().change_account(found["account"], choice, **how)
    return redirect(found["return_url"], 303)
