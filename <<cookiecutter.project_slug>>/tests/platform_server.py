"""The app, live on a free port of 127.0.0.1, and its database as anyone outside sees it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app import create_app
from app.config import from_env
from app.extensions import Base, limiter
from tests.databases import dispose
from tests.people import Person

Row = TypeVar("Row", bound=Base)


class Database:
    """Committed rows only, through a connection that no request shares."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.engine = create_engine(str(from_env(settings)["SQLALCHEMY_DATABASE_URI"]))

    def fetch(self, model: type[Row], key: object) -> Row | None:
        """One row by its primary key."""
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get(model, key)

    def all(self, model: type[Row]) -> Sequence[Row]:
        """Every row of a table, by primary key."""
        with Session(self.engine, expire_on_commit=False) as session:
            return session.scalars(select(model).order_by(model.__mapper__.primary_key[0])).all()

    def only(self, model: type[Row]) -> Row:
        """The one row of a table that must hold exactly one."""
        [row] = self.all(model)
        return row

    def told(self, model: type[Base]) -> dict[str, dict[str, object]]:
        """A told table by Stripe's id, without the number of the read, which may differ."""
        names = [column.key for column in model.__table__.columns if column.key != "read_at"]
        return {
            row.id: {name: getattr(row, name) for name in names}  # type: ignore[attr-defined]
            for row in self.all(model)
        }


class Platform:
    """The app that is being tested."""

    def __init__(self, app: Flask, settings: dict[str, str]) -> None:
        self.app = app
        self.settings = settings
        self.url = settings["PUBLIC_URL"]
        self.database = Database(settings)

    def person(self, email: str) -> Person:
        """Somebody who has just signed up."""
        return Person(self.url, email).signs_up()

    def visitor(self) -> Person:
        """Somebody who has not."""
        return Person(self.url, "nobody@example.com")


@contextmanager
def serving(settings: dict[str, str]) -> Iterator[Platform]:
    """Serve the app on the free port that the system gives, until the block ends."""
    server = make_server("127.0.0.1", 0, Flask("not yet"), threaded=True)
    settings = {**settings, "PUBLIC_URL": f"http://127.0.0.1:{server.port}"}
    app = create_app(settings)
    limiter.enabled = False  # everybody here has the same address
    server.app = app
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    platform = Platform(app, settings)
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        platform.database.engine.dispose()
        with app.app_context():
            dispose(app)


@contextmanager
def serving_beside(sandbox: Any, settings: dict[str, str]) -> Iterator[Platform]:
    """Serve the app with the sandbox for its Stripe, which delivers to it."""
    settings = {
        **settings,
        "STRIPE_SECRET_KEY": sandbox.secret_key,
        "STRIPE_PUBLISHABLE_KEY": sandbox.publishable_key,
        "STRIPE_API_BASE": sandbox.url,
        "STRIPE_JS_URL": sandbox.url + "/stripe.js",
    }
    with serving(settings) as platform:
        sandbox.connect_platform(
            platform.url,
            platform_secret=settings["STRIPE_WEBHOOK_SECRET"],
            connect_secret=settings["STRIPE_CONNECT_WEBHOOK_SECRET"],
            thin_secret=settings["STRIPE_THIN_WEBHOOK_SECRET"],
        )
        yield platform
