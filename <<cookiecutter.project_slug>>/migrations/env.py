"""How Alembic reaches the app's database: through the running Flask app, and no other way."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

db = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column types as the plain ones under them: migrations import none of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def drop_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Make no migration where nothing changed."""
    if context.config.cmd_opts and directives[0].upgrade_ops.is_empty():
        directives.clear()


with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        process_revision_directives=drop_empty,
    )
    with context.begin_transaction():
        context.run_migrations()
