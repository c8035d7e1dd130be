"""Whether the told rows hold what is true at the sandbox."""

from collections.abc import Iterator
from typing import Any

from proofs.expected import TOLD
from sandbox import Sandbox
from tests.platform_server import Database

Json = dict[str, Any]


def differences(sandbox: Sandbox, database: Database) -> list[str]:
    """Each way in which a told table is not what is true at the sandbox; none when all is well."""
    found = []
    for model, rows in TOLD.items():
        expected, told = rows(sandbox), database.told(model)
        table = model.__tablename__
        found += [f"{table}: {key} was never told" for key in expected.keys() - told.keys()]
        found += [f"{table}: {key} is nowhere at Stripe" for key in told.keys() - expected.keys()]
        for key in expected.keys() & told.keys():
            found += [f"{table}: {key}.{line}" for line in _compare(expected[key], told[key])]
    return sorted(found)


def _compare(expected: Json, told: Json) -> Iterator[str]:
    """Field by field; a column that is missing here would be a column nobody proves."""
    for name in sorted(expected.keys() | told.keys()):
        if name not in expected or name not in told:
            yield f"{name} is on one side only"
        elif expected[name] != told[name]:
            yield f"{name} is {told[name]!r}, at Stripe it is {expected[name]!r}"
