"""Sign-up, sign-in and sign-out."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from app.auth.forms import LoginForm, RegisterForm, normalised
from app.extensions import db, limiter, login_manager
from app.models import User

bp = Blueprint("auth", __name__, url_prefix="/auth", template_folder="templates")

login_manager.login_view = "auth.login"
login_manager.login_message = "Sign in to go on."

# Compared with when nobody has the address, so that the answer takes as long as for a wrong
# password and does not tell who has an account.
NOBODYS_HASH = generate_password_hash("nobody")


@login_manager.user_loader
def load_user(user_id: str) -> User | None:
    """The user a session belongs to."""
    return db.session.get(User, int(user_id))


def _typed_email() -> str:
    return normalised(request.form.get("email"))


def _was_refused(response: Response) -> bool:
    return response.status_code == 422


@bp.route("/register", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@limiter.limit("10 per hour", methods=["POST"], key_func=_typed_email)
def register() -> ResponseReturnValue:
    """Make a user of an address nobody has yet, and sign them in."""
    if current_user.is_authenticated:
        return redirect(_next_page())
    form = RegisterForm()
    if not form.validate_on_submit():
        return render_template("auth/register.html", form=form), _status()

    user = User(email=form.email.data)
    user.set_password(form.password.data or "")
    db.session.add(user)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        form.email.errors = ["This address has an account already: sign in instead."]
        return render_template("auth/register.html", form=form), 422
    return _sign_in(user)


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit("50 per 5 minutes", methods=["POST"], deduct_when=_was_refused)
@limiter.limit(
    "10 per 5 minutes", methods=["POST"], key_func=_typed_email, deduct_when=_was_refused
)
def login() -> ResponseReturnValue:
    """Sign in. Attempts that fail are counted, by network address and by email address."""
    if current_user.is_authenticated:
        return redirect(_next_page())
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("auth/login.html", form=form), _status()

    user = _user_with(form.email.data or "", form.password.data or "")
    if user is None:
        form.form_errors.append("No account has this email address and password.")
        return render_template("auth/login.html", form=form), 422
    return _sign_in(user)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """Forget who this was."""
    logout_user()
    session.clear()
    return redirect(url_for("checkout.products"), 303)


def _status() -> int:
    return 422 if request.method == "POST" else 200


def _user_with(email: str, password: str) -> User | None:
    user = db.session.scalar(select(User).where(User.email == email))
    if user is None:
        check_password_hash(NOBODYS_HASH, password)
        return None
    return user if user.has_password(password) else None


def _sign_in(user: User) -> ResponseReturnValue:
    """Begin a new session, so that nothing known before the sign-in is worth anything after."""
    session.clear()
    login_user(user)
    return redirect(_next_page(), 303)


def _next_page() -> str:
    """Where the visitor was going, if that is a page of ours that a GET may open."""
    target = request.args.get("next", "")
    home = url_for("checkout.products")
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return home
    try:
        current_app.url_map.bind("").match(target.partition("?")[0], method="GET")
    except HTTPException:
        return home
    return target
