"""An app for the commands that mend what keeps the app from starting."""

import secrets
from collections.abc import Mapping, Sequence

from flask import Flask

from app import create_app
from app.cli.stripe import stripe
from app.config import BadConfig
from app.events import ENDPOINTS


def app_for(words: Sequence[str], environ: Mapping[str, str], problem: BadConfig) -> Flask:
    """What `flask stripe doctor` and `flask stripe endpoints` run on, when settings are bad.

    `words` are the command line's. Raises the problem again for any other command, and for every
    server: what cannot be right is not served.
    """
    if "stripe" in words and "doctor" in words:
        app = Flask("app")
        app.extensions["bad_config"] = problem
        app.cli.add_command(stripe)
        return app
    to_come = {endpoint.setting for endpoint in ENDPOINTS.values()}
    if "stripe" in words and "endpoints" in words and problem.problems.keys() <= to_come:
        # The secrets that are wanted are made by this very command; nobody knows the stand-ins.
        stand_ins = {name: f"whsec_{secrets.token_hex(32)}" for name in problem.problems}
        return create_app({**environ, **stand_ins})
    raise problem
