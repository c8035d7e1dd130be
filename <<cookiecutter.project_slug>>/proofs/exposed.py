"""The platform at its most talkative, and failing right after each call to Stripe.

gunicorn and flask take `app` from here. Every logger is at DEBUG, tracebacks come with the value of
each variable as error trackers keep them, and each place that calls Stripe fails once, as soon as
it has its answer. Which ones did is a line each in the file that EXPOSED_FAILURES names.
"""

import ast
import logging
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

from app import create_app, stripe_api

ROOT = Path(__file__).parent.parent / "app"


class Failure(Exception):
    """What a bug between Stripe's answer and ours would raise."""


class WithValues(logging.Formatter):
    """Tracebacks tell what every variable held."""

    def formatException(self, ei: Any) -> str:
        """The traceback, its frames' variables, and the contexts it leads to."""
        told = traceback.TracebackException(ei[0], ei[1], ei[2], capture_locals=True)
        return "".join(told.format())


def talk() -> None:
    """Put every logger there is at DEBUG, and the root's words on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithValues("%(levelname)s %(name)s %(message)s"))
    logging.root.addHandler(handler)
    for name in ("", *logging.root.manager.loggerDict):
        logging.getLogger(name or None).setLevel(logging.DEBUG)


def places() -> set[str]:
    """Every place in the app that calls Stripe, as `failed` would name it."""
    found = set()
    for path in ROOT.rglob("*.py"):
        if "stripe_api" in path.parts:
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
                names = {name for call in calls for name in _stripe_calls(call)}
                found |= {f"{path.stem}.{function.name} {name}" for name in names}
    return found


def _stripe_calls(call: ast.Call) -> list[str]:
    match call.func:
        case ast.Attribute(value=ast.Name(id="stripe_api"), attr=name) if name in _calls():
            return [name]
    return []


def _calls() -> list[str]:
    return [name for name in stripe_api.__all__ if name[0].islower() and name != "init_app"]


def fail_after_each_call(record: Path) -> None:
    """Let every place that calls Stripe fail once; whoever is in the record has done so."""
    for name in _calls():
        setattr(stripe_api, name, _failing(name, getattr(stripe_api, name), record))


def _failing(name: str, call: Callable[..., Any], record: Path) -> Callable[..., Any]:
    @wraps(call)
    def answered(*args: Any, **kwargs: Any) -> Any:
        answer = call(*args, **kwargs)
        caller = sys._getframe(1)
        place = f"{Path(caller.f_code.co_filename).stem}.{caller.f_code.co_name} {name}"
        if place not in record.read_text().splitlines():
            with record.open("a") as lines:
                lines.write(f"{place}\n")
            # Whatever the caller does next, it fails, with the answer in its hands.
            caller.f_trace = _fail
            sys.settrace(_fail)
        return answer

    return answered


def _fail(_frame: FrameType, _event: str, _argument: Any) -> Any:
    sys.settrace(None)
    raise Failure("right after Stripe's answer")


if "EXPOSED_FAILURES" in os.environ:
    app = create_app()
    talk()
    fail_after_each_call(Path(os.environ["EXPOSED_FAILURES"]))
