"""How a told row is written, so that no earlier read ever replaces a later one."""

from typing import Any

from sqlalchemy import select

from app.extensions import db, insert_into
from app.models import StripeRead, Told


def begin_read() -> int:
    """The number of a read of Stripe that is about to begin; the caller commits, then reads.

    Counted in the database: two machines' clocks may disagree about what came later.
    """
    statement = insert_into(StripeRead).values(id=1, number=1)
    return db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["id"], set_={"number": StripeRead.number + 1}
        ).returning(StripeRead.number)
    ).scalar_one()


def write(model: type[Told], read_at: int, **values: Any) -> list[str]:
    """Upsert one told row, unless a later read wrote it already; the names of what changed."""
    row = {**values, "read_at": read_at}
    held = (
        db.session.execute(select(model.__table__).where(model.id == values["id"]))
        .mappings()
        .first()
    )

    statement = insert_into(model).values(row)
    written = db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["id"],
            set_={name: statement.excluded[name] for name in row},
            where=model.read_at < statement.excluded.read_at,
        ).returning(model.id)
    ).first()
    if written is None:
        return []
    return [name for name in values if held is None or held[name] != values[name]]
