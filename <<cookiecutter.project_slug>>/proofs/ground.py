"""What a proof stands on: a database of its own, a sandbox for Stripe, the app between them."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, event, make_url

from app import create_app
from app.extensions import Base, db
from app.models import Event
from proofs.expected import TOLD
from sandbox import Sandbox
from tests import databases
from tests.platform_server import Database
from tests.settings import SETTINGS


@dataclass
class Ground:
    """The parts of a proof. Nothing is delivered here but by hand: the sandbox holds it back."""

    app: Flask
    sandbox: Sandbox
    database: Database
    settings: dict[str, str]

    def forget(self) -> None:
        """Empty what the platform was told; the count of reads goes on, as it would."""
        with self.database.engine.begin() as connection:
            tables: list[type[Base]] = [Event, *TOLD]
            for model in tables:
                connection.execute(delete(model))


@contextmanager
def ground(**sandbox_settings: Any) -> Iterator[Ground]:
    """Made new, on SQLite or on the server that TEST_DATABASE_URL names; gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (
            _quiet(),
            new_database(folder) as url,
            Sandbox(folder / "sandbox.db", **keys(), **sandbox_settings) as sandbox,
        ):
            settings = {**SETTINGS, "DATABASE_URL": hurried(url), "STRIPE_API_BASE": sandbox.url}
            app = create_app(settings)
            sandbox.connect_platform(settings["PUBLIC_URL"])
            sandbox.hold()
            database = Database(settings)
            with app.app_context():
                for engine in db.engines.values():
                    _hurry(engine)
            yield Ground(app, sandbox, database, settings)
            database.engine.dispose()
            with app.app_context():
                databases.dispose(app)


@contextmanager
def _quiet() -> Iterator[None]:
    """Failures are what is asked for here; they need not be logged."""
    logger = logging.getLogger("app")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


def new_database(folder: Path) -> AbstractContextManager[str]:
    """The URL of a database with every migration applied."""
    return databases.template(SETTINGS, folder)


def keys() -> dict[str, Any]:
    """The sandbox's side of the settings."""
    return {
        "secret_key": SETTINGS["STRIPE_SECRET_KEY"],
        "publishable_key": SETTINGS["STRIPE_PUBLISHABLE_KEY"],
        "platform_secret": SETTINGS["STRIPE_WEBHOOK_SECRET"],
        "connect_secret": SETTINGS["STRIPE_CONNECT_WEBHOOK_SECRET"],
        "thin_secret": SETTINGS["STRIPE_THIN_WEBHOOK_SECRET"],
    }


def hurried(url: str) -> str:
    """No power cut comes into these proofs, so PostgreSQL need not wait for the disk."""
    if url.startswith("sqlite"):
        return url
    options = {"options": "-csynchronous_commit=off"}
    return make_url(url).update_query_dict(options).render_as_string(hide_password=False)


def _hurry(engine: Any) -> None:
    """Nor need SQLite."""
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "checkout")
        def relax(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")


def where() -> str:
    """The kind of database that the proofs run on."""
    return "PostgreSQL" if databases.SERVER else "SQLite"
