"""What is wrong with the database: out of reach, behind its migrations, of two modes at once."""

from collections.abc import Iterator
from datetime import timedelta

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app import vitals
from app.doctor.finding import Finding
from app.extensions import db
from app.models import Event
from app.models.event import PROCESSED

TOO_LONG = timedelta(minutes=15)


def look() -> Iterator[Finding]:
    """The first thing that is wrong ends the look: what follows would only echo it."""
    try:
        behind = _is_behind()
    except SQLAlchemyError as failure:
        yield Finding(
            "database",
            f"The database does not answer ({type(failure).__name__}).",
            "start it, or correct DATABASE_URL",
        )
        return
    if behind:
        yield Finding("database", "Migrations are waiting.", "flask db upgrade")
        return
    yield from _two_modes()
    yield from _stuck()


def _is_behind() -> bool:
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        applied = MigrationContext.configure(connection).get_current_heads()
    return {*applied} != {*scripts.get_heads()}


def _two_modes() -> Iterator[Finding]:
    ours = current_app.config["LIVEMODE"]
    strange = select(Event.id).where(Event.livemode.is_(not ours), Event.state == PROCESSED)
    if db.session.scalar(strange.limit(1)):
        yield Finding(
            "database",
            f"Rows come from {'test' if ours else 'live'} events, and the keys are"
            f" {'live' if ours else 'for test mode'}.",
            "give each mode a database of its own: change DATABASE_URL, then flask db upgrade",
        )


def _stuck() -> Iterator[Finding]:
    signs = vitals.read()
    if signs.oldest_waiting is not None and signs.oldest_waiting > TOO_LONG:
        minutes = int(signs.oldest_waiting.total_seconds() // 60)
        yield Finding(
            "database",
            f"{signs.waiting} stored events wait, the oldest for {minutes} minutes;"
            f" {signs.failed} of them failed.",
            "keep `flask stripe work` running; `flask stripe work --once --now` says what fails",
        )
