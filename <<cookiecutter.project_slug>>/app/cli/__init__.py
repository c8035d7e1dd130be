"""The commands: `flask users ...` and `flask stripe ...`."""

from flask import Flask

from app.cli.reconcile import reconcile
from app.cli.stripe import stripe
from app.cli.users import users


def init_app(app: Flask) -> None:
    """Give the commands to `flask`."""
    stripe.add_command(reconcile)
    app.cli.add_command(users)
    app.cli.add_command(stripe)
