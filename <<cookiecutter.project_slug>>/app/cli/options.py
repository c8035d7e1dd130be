"""What the commands have in common: spans of time, --json, a bar where somebody is watching."""

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeVar

import click

T = TypeVar("T")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


class Ago(click.ParamType[timedelta]):
    """A time span such as 30m, 12h or 7d."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A timedelta, or a usage error that shows a good span."""
        match = re.fullmatch(r"(\d{1,4})([mhd])", value) if isinstance(value, str) else None
        if match is None:
            self.fail(f"{value!r} is not a span such as 30m, 12h or 7d", param, ctx)
        return timedelta(**{UNITS[match[2]]: int(match[1])})


def progress(label: str, items: list[T]) -> Iterator[T]:
    """The items, with a bar on standard error where that is a terminal."""
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
