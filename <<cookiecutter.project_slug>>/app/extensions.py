"""The Flask extensions, and how a database connection is opened; create_app() binds them."""

import sqlite3
from typing import Any

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine, MetaData, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import NullPool


class Base(DeclarativeBase):
    """What every model extends: constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def insert_into(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, which both databases have and SQLAlchemy's own lacks."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)


def take_turns(name: str) -> None:
    """Wait until no other transaction holds this name; ours holds it until it ends.

    For what is decided by several rows, of which some may not be there yet to be locked. SQLite
    lets one transaction write at a time, so whoever has written something has the turn.
    """
    if db.engine.dialect.name == "postgresql":
        key = func.hashtextextended(name, 0)
        db.session.execute(select(func.pg_advisory_xact_lock(key)))


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)

# Python's sqlite3 opens a transaction only before a write. IMMEDIATE makes it wait for its turn
# there, instead of failing half-way when another connection has written since.
SQLITE_OPTIONS: dict[str, Any] = {"connect_args": {"isolation_level": "IMMEDIATE", "timeout": 30}}

# A second engine to the same database, for app/arrivals.py: it keeps its connections itself, and
# says itself what it begins.
ARRIVALS = "arrivals"
ARRIVALS_OPTIONS: dict[str, Any] = {
    "hide_parameters": True,
    "isolation_level": "AUTOCOMMIT",
    "poolclass": NullPool,
    "pool_reset_on_return": None,
}


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: object, _record: object) -> None:
    """Readers never wait for the writer (WAL), and a commit survives a power cut (FULL)."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
