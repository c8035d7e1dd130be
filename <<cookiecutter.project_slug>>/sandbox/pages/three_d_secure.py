"""3-D Secure: the bank's page on which a card's owner approves a payment, or does not."""

from urllib.parse import urlencode

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from sandbox.errors import Json, StripeError
from sandbox.nouns import charging
from sandbox.pages import bp
from sandbox.pages.shell import the_world


@bp.get("/3ds/<id>")
def three_d_secure(id: str) -> str:
    """Ask; the client secret in the address is what a payer holds."""
    intent = _intent(id, request.args.get("client_secret"))
    return render_template("three_d_secure.html", intent=intent)


@bp.post("/3ds/<id>")
def answer_three_d_secure(id: str) -> BaseResponse | str:
    """Approve or fail, then back to the shop with Stripe's three query parameters."""
    intent = _intent(id, request.form.get("client_secret"))
    back = _return_url(intent)
    world = the_world()
    try:
        with world.transaction():
            charging.authenticate(world, intent, request.form.get("answer") == "approve")
    except StripeError as refusal:
        if not refusal.keep:
            raise
    status = "succeeded" if intent["status"] == "succeeded" else "failed"
    if back is None:
        return render_template("refused.html", message=f"Done: the payment is {intent['status']}.")
    told = {
        "payment_intent": id,
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": status,
    }
    return redirect(back + ("&" if "?" in back else "?") + urlencode(told), 303)


def _intent(id: str, client_secret: str | None) -> Json:
    intent = the_world().store.find("payment_intent", id)
    if intent is None or intent["client_secret"] != client_secret:
        abort(404)
    return intent


def _return_url(intent: Json) -> str | None:
    action = intent["next_action"] or {}
    return (action.get("redirect_to_url") or {}).get("return_url")
