"""Start, refresh, return, dashboard: Stripe hosts the pages; account.updated confirms."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from app import accounts, readiness, stripe_api
from app.extensions import db, limiter
from app.models import ConnectedAccount, User

bp = Blueprint("onboarding", __name__, url_prefix="/onboarding", template_folder="templates")


@bp.post("/start")
@login_required
def start() -> Response:
    """Send the seller to Stripe, reusing the connected account they may have."""
    account_id = accounts.connected_account_of(db.session.get_one(User, current_user.id))
    return _hand_over(_account_link(account_id))


@bp.get("/refresh")
@login_required
@limiter.limit("10 per minute", key_func=lambda: str(current_user.get_id()))
def refresh() -> Response:
    """Stripe sends the seller here when a link was used or has expired: make another.

    The account comes from the session, never from the address. A link that cannot be used would
    bring the browser straight back here, so the loop has a limit.
    """
    if current_user.account_id is None:
        return redirect(url_for("sellers.show"), 303)
    return _hand_over(_account_link(current_user.account_id))


@bp.get("/return")
@login_required
def returned() -> str:
    """Coming back proves nothing; show what account.updated has told us so far."""
    account_id = current_user.account_id
    account = db.session.get(ConnectedAccount, account_id) if account_id else None
    return render_template(
        "onboarding/returned.html", account=account, readiness=readiness.of_seller(current_user)
    )


@bp.post("/dashboard")
@login_required
def dashboard() -> Response:
    """Send the seller to their own Express Dashboard."""
    if current_user.account_id is None:
        return redirect(url_for("sellers.show"), 303)
    return _hand_over(stripe_api.create_login_link(current_user.account_id))


def _account_link(account_id: str) -> stripe_api.BearerUrl:
    here = current_app.config["PUBLIC_URL"]
    return stripe_api.create_account_link(
        account_id,
        refresh_url=here + url_for("onboarding.refresh"),
        return_url=here + url_for("onboarding.returned"),
    )


def _hand_over(url: stripe_api.BearerUrl) -> Response:
    """The one place a bearer URL is shown: in a redirect that nothing caches or passes on."""
    response = redirect(url.reveal(), 303)
    # Werkzeug would repeat the address in the body.
    response.set_data(b"")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
