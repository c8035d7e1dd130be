"""What people type to sign up or in."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length, Regexp

MINIMUM_PASSWORD = 10


def normalised(email: str | None) -> str:
    """One spelling for each address, so that nobody signs up twice by way of a capital."""
    return (email or "").strip().lower()


class LoginForm(FlaskForm):
    """An address and its password."""

    email = EmailField(
        "Email",
        filters=[normalised],
        validators=[InputRequired("Type your email address.")],
        render_kw={"autocomplete": "username", "maxlength": 254},
    )
    password = PasswordField(
        "Password",
        validators=[InputRequired("Type your password."), Length(max=256)],
        render_kw={"autocomplete": "current-password"},
    )


class RegisterForm(FlaskForm):
    """An address that can be one, and a password that is not short."""

    email = EmailField(
        "Email",
        filters=[normalised],
        validators=[
            InputRequired("Type your email address."),
            Length(max=254, message="An email address has at most 254 characters."),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+$", message="Type an address like ada@example.com."),
        ],
        render_kw={"autocomplete": "username", "maxlength": 254},
    )
    password = PasswordField(
        "Password",
        validators=[
            InputRequired("Choose a password."),
            Length(
                min=MINIMUM_PASSWORD,
                max=256,
                message=f"Choose a password of at least {MINIMUM_PASSWORD} characters.",
            ),
        ],
        render_kw={"autocomplete": "new-password", "minlength": MINIMUM_PASSWORD},
    )
