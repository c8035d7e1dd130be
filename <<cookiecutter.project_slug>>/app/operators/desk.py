"""The operators' blueprint, and who may come in."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.extensions import login_manager

bp = Blueprint("operators", __name__, url_prefix="/operator", template_folder="templates")


@bp.before_request
def only_operators() -> ResponseReturnValue | None:
    """To everyone else these pages do not exist."""
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if not current_user.is_operator:
        abort(404)
    return None
