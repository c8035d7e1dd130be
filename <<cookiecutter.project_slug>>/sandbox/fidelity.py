"""`make fidelity`: every object and event this sandbox gives, held against the SDK's own types."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import stripe

from sandbox.contract import API_VERSION
from sandbox.errors import Json
from sandbox.instance import Sandbox
from sandbox.routing import ROUTES
from sandbox.scenario import play
from sandbox.shapes import Comparison, compare

Answers = dict[tuple[str, str], list[Json]]


@dataclass
class Line:
    """One endpoint or event of the table."""

    name: str
    seen: int
    declared: int
    given: int
    faults: list[str]


def fidelity(as_json: bool = False) -> int:
    """Print the table; 0 only if nothing undeclared is given and nothing required is missing."""
    endpoints, events = measure()
    lines = endpoints + events
    if as_json:
        print(json.dumps([vars(line) for line in lines], indent=2))
    else:
        _print_table("Endpoint", endpoints)
        _print_table("Event", events)
        faulty = sum(bool(line.faults) for line in lines)
        print(f"stripe {stripe.VERSION}, API version {API_VERSION}: {len(endpoints)} endpoints,"
              f" {len(events)} events, {faulty} with something wrong.")  # fmt: skip
    return 1 if any(line.faults for line in lines) else 0


def measure() -> tuple[list[Line], list[Line]]:
    """Play everything once, keeping what was answered and what was sent."""
    answers: Answers = {}
    with tempfile.TemporaryDirectory() as folder, Sandbox(Path(folder) / "sandbox.db") as sandbox:
        sandbox.on_answer = _recorder(answers)
        play(sandbox)
        events: dict[str, list[Json]] = {}
        for event in sandbox.events():
            events.setdefault(event["type"], []).append(event)
    endpoints = [
        _line(f"{route.method} {route.path}", answers.get((route.method, route.path), []))
        for route in sorted(ROUTES, key=lambda each: (each.path, each.method))
    ]
    return endpoints, [_event_line(type, seen) for type, seen in sorted(events.items())]


def _recorder(answers: Answers) -> Callable[[str, str, Json], None]:
    def record(method: str, path: str, body: Json) -> None:
        answers.setdefault((method, path), []).append(body)

    return record


def _line(name: str, bodies: list[Json]) -> Line:
    """An endpoint's answers: for a list, the objects in it count."""
    objects = [
        each
        for body in bodies
        for each in (body["data"] if isinstance(body.get("data"), list) else [body])
    ]
    found = [compare(each) for each in objects if not each.get("deleted")]
    faults = sorted({fault for each in found for fault in each.faults})
    if not bodies:
        faults = ["never asked: the scenario leaves it out"]
    return _merge(name, len(bodies), found, faults)


def _event_line(name: str, events: list[Json]) -> Line:
    envelopes = [compare(event) for event in events]
    subjects = [compare(event["data"]["object"]) for event in events if "data" in event]
    faults = sorted({fault for each in envelopes + subjects for fault in each.faults})
    if "data" in events[0] and name not in _known_types():
        faults.append("not an event type of this API version")
    return _merge(name, len(events), subjects or envelopes, faults)


def _merge(name: str, seen: int, found: list[Comparison], faults: list[str]) -> Line:
    return Line(
        name,
        seen,
        max((each.declared for each in found), default=0),
        max((each.given for each in found), default=0),
        faults,
    )


def _known_types() -> set[str]:
    hint: Any = stripe.Event.__annotations__["type"]
    return set(hint.__args__)


def _print_table(title: str, lines: list[Line]) -> None:
    width = max(len(line.name) for line in lines) + 2
    print(f"{title:{width}} seen  declared  given")
    for line in lines:
        print(f"{line.name:{width}} {line.seen:4}  {line.declared:8}  {line.given:5}")
        for fault in line.faults:
            print(f"    {fault}")
    print()
