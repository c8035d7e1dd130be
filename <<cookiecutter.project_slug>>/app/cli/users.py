"""flask users: operators are made here and nowhere else."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.extensions import db
from app.models import User

users = AppGroup("users", help="People who sign in.")
SHORTEST_PASSWORD = 10


@users.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_operator(email: str, password_stdin: bool) -> None:
    """Make EMAIL an operator: a new user, or one who has signed up already."""
    email = email.strip().lower()
    user = db.session.scalar(select(User).where(User.email == email))
    if user is None:
        if "@" not in email:
            raise click.BadParameter("this is not an email address", param_hint="EMAIL")
        user = User(email=email)
        user.set_password(_password(password_stdin))
        db.session.add(user)
    user.is_operator = True
    db.session.commit()
    click.echo(f"{email} is an operator now; the operators' desk is at /operator.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(
            f"The password must have at least {SHORTEST_PASSWORD} characters."
        )
    return str(password)
