"""The platform: sellers onboard, buyers pay, and webhooks confirm what happened."""

import os
from collections.abc import Mapping

from flask import Flask

from app import arrivals, cli, config, costs, errors, formatting, headers, logs, proxies, stripe_api
from app.doors import DOORS
from app.extensions import csrf, db, limiter, login_manager, migrate
from app.platform import Platform


def create_app(settings: Mapping[str, str] | None = None) -> Flask:
    """The app, configured from the environment or from a mapping with the same names.

    Raises config.BadConfig where a setting is missing or cannot be right.
    """
    app = Platform(__name__)
    app.config.from_mapping(config.from_env(os.environ if settings is None else settings))

    logs.init_app(app)
    proxies.init_app(app)

    db.init_app(app)
    arrivals.init_app(app)
    migrate.init_app(app, db)
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    stripe_api.init_app(app)

    costs.init_app(app)
    formatting.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    cli.init_app(app)
    for door in DOORS:
        app.register_blueprint(door)
    return app
