"""What people see when something goes wrong: a page that says so, and what to do."""

from flask import Flask, current_app, render_template
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException

from app.stripe_api import AccountsV1Refused, StripeRefused, StripeUnavailable

TEXTS = {
    403: "This page belongs to somebody else.",
    404: "There is no such page, or it is not yours.",
    405: "That cannot be done from here.",
    413: "That was too large.",
    429: "That was a bit fast. Wait a minute, then try again.",
    500: "Something went wrong on our side. It has been noted; nothing else was changed.",
}


def init_app(app: Flask) -> None:
    """Bind each kind of failure to its page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(BadHost, _bad_host)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(StripeUnavailable, _stripe_unavailable)
    app.register_error_handler(StripeRefused, _stripe_refused)
    app.register_error_handler(AccountsV1Refused, _accounts_v1_refused)


def _http_error(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    text = TEXTS.get(code, error.description or "")
    return render_template("errors/error.html", code=code, title=error.name, text=text), code


def _bad_host(error: BadHost) -> BadHost:
    """Without a host no page can name its addresses; this one names none."""
    return error


def _csrf_error(error: CSRFError) -> tuple[str, int]:
    text = "This form has expired. Go back, reload the page and send it again."
    return render_template("errors/error.html", code=400, title="Form expired", text=text), 400


def _stripe_unavailable(error: StripeUnavailable) -> tuple[str, int, dict[str, str]]:
    return render_template("errors/stripe_unavailable.html"), 503, {"Retry-After": "10"}


def _stripe_refused(error: StripeRefused) -> tuple[str, int]:
    # Stripe may name what is somebody else's: the seller's account, a setting of the platform.
    may_know = not current_app.config["LIVEMODE"] or getattr(current_user, "is_operator", False)
    message = error.message if may_know else None
    return render_template("errors/stripe_refused.html", message=message), 502


def _accounts_v1_refused(error: StripeRefused) -> tuple[str, int]:
    return render_template("errors/accounts_v1_refused.html"), 502
