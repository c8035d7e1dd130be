"""Long lists: newest first, a page at a time, continued from a row and never from a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import Base, db

PAGE = 50

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the name of the last one when there are older ones."""

    rows: Sequence[Row]
    older: str | None


def newest_first(
    model: type[Row],
    *conditions: ColumnElement[bool],
    name: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    keys: Sequence[InstrumentedAttribute[Any]],
    before: str | None,
) -> Page[Row]:
    """The rows after the one whose name is `before`, or the newest, in descending order of keys.

    The keys together are unique. A `before` that names no row begins with the newest.
    """
    query = select(model).where(*conditions).order_by(*(key.desc() for key in keys))
    if before is not None:
        last = db.session.execute(select(*keys).where(name == before)).first()
        if last is not None:
            query = query.where(tuple_(*keys) < tuple(last))
    rows = db.session.scalars(query.limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    return Page(shown, getattr(shown[-1], name.key) if len(rows) > PAGE else None)
