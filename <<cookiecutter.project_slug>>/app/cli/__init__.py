"""The commands: `flask users ...` and `flask stripe ...`."""

from flask import Flask

from app.cli.doctor import doctor
from app.cli.endpoints import endpoints
from app.cli.listen import events, listen
from app.cli.reconcile import reconcile
from app.cli.status import status
from app.cli.stripe import stripe
from app.cli.users import users

for command in (doctor, endpoints, events, listen, reconcile, status):
    stripe.add_command(command)


def init_app(app: Flask) -> None:
    """Give the commands to `flask`."""
    app.cli.add_command(users)
    app.cli.add_command(stripe)
