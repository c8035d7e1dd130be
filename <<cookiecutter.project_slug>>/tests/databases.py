"""A migrated database for each test: SQLite, or the server that TEST_DATABASE_URL names."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from app import create_app

SERVER = os.environ.get("TEST_DATABASE_URL", "")


def migrated(settings: dict[str, str], folder: Path) -> str:
    """The URL of a new database with every migration applied, to be copied."""
    url = f"sqlite:///{folder / 'migrated.db'}"
    if SERVER:
        name = f"test_template_{secrets.token_hex(6)}"
        _on_server(f"CREATE DATABASE {name}")
        url = _url_of(name)
    app = create_app({**settings, "DATABASE_URL": url})
    with app.app_context():
        upgrade(str(Path(app.root_path).parent / "migrations"))
        dispose(app)
    return url


@contextmanager
def template(settings: dict[str, str], folder: Path) -> Iterator[str]:
    """As `migrated`, and gone afterwards."""
    url = migrated(settings, folder)
    try:
        yield url
    finally:
        drop(url)


@contextmanager
def copy_of(url: str, folder: Path) -> Iterator[str]:
    """A database of its own with the same tables, gone afterwards."""
    if not SERVER:
        copy = folder / "app.db"
        shutil.copyfile(str(make_url(url).database), copy)
        yield f"sqlite:///{copy}"
        return
    name = f"test_{secrets.token_hex(8)}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}")
    try:
        yield _url_of(name)
    finally:
        drop(_url_of(name))


def drop(url: str) -> None:
    """Remove a database from the server; files go with their folder."""
    if SERVER:
        _on_server(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def dispose(app: Flask) -> None:
    """Close the connections that an app keeps. Needs the app's context."""
    from app.extensions import db

    db.session.remove()
    db.engine.dispose()
    app.extensions["arrivals"].connections.close()


def _url_of(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def _on_server(statement: str) -> None:
    url = make_url(SERVER).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
