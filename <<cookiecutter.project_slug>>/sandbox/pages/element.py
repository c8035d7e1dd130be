"""Stripe.js and the payment element's frame: cards are typed into a page that is not the shop's."""

from flask import Response, current_app, render_template

from sandbox.pages import bp


@bp.get("/stripe.js")
@bp.get("/v3/")
def stripe_js() -> Response:
    """The stand-in for https://js.stripe.com; it learns its origin from its own script tag."""
    return current_app.send_static_file("stripe.js")


@bp.get("/elements/payment")
def payment_element() -> str:
    """What the element's frame shows."""
    return render_template("element.html")
