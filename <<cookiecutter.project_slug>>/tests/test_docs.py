"""Whatever the docs name exists: paths, functions, commands, routes, settings and events."""

import re
import shlex
from functools import cache
from pathlib import Path

import click
import pytest
import stripe
from flask import Flask
from stripe.events._event_classes import get_v2_event_class
from werkzeug.exceptions import MethodNotAllowed, NotFound

from app import create_app
from tests.settings import SETTINGS
from tests.test_events import snapshot_types

ROOT = Path(__file__).parent.parent
DOCS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*/README.md"),
        *ROOT.glob("sandbox/launch/lessons.py"),  # what `make tour EXPLAIN=1` says
    ],
    key=lambda path: path.relative_to(ROOT),
)
LEFT_OUT = re.findall(r"`(\w[\w/.]+)`", (ROOT / "docs" / "leaving-out.md").read_text())
OURS = {"app", "sandbox", "tests", "proofs", "benches", "docs", "migrations", "stubs"}

pytestmark = [
    pytest.mark.skipif(
        any(not (ROOT / name).exists() for name in LEFT_OUT if "/" in name or name in OURS),
        reason="a folder that the docs tell of has been left out",
    ),
    pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.relative_to(ROOT))),
]


def code(doc: Path) -> list[str]:
    """What stands in code type: between backticks, or alone on an indented or fenced line."""
    text = doc.read_text()
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = re.findall(r"^    +([^#\n]+?)(?:  +#.*| +\\)?$", text, re.MULTILINE)
    for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
        lines += re.findall(r"^([^#\n]+?)(?: +#.*)?$", block, re.MULTILINE)
    return spans + lines


@cache
def app() -> Flask:
    """The app, for its routes and commands."""
    return create_app(SETTINGS)


@cache
def sources() -> str:
    """All code, for names that only have to occur."""
    files = [*ROOT.glob("*.py"), ROOT / "Makefile", ROOT / ".env.example"]
    files += [file for room in OURS for file in (ROOT / room).rglob("*.py")]
    return "\n".join(file.read_text() for file in files)


def exists(path: str, doc: Path) -> bool:
    """From the project, from the document's folder, or, for a bare name, anywhere."""
    return (
        (ROOT / path).exists()
        or (doc.parent / path).exists()
        or ("/" not in path and any(ROOT.glob(f"[!.]*/**/{path}")))
    )


def test_every_path_exists(doc: Path) -> None:
    paths = [word for word in code(doc) if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", word)]
    paths = [word for word in paths if word.partition("/")[0] in OURS or word.endswith(".py")]
    paths += [link for link in re.findall(r"\]\(([^)#:]+)[#)]", doc.read_text())]
    assert [path for path in paths if not exists(path, doc)] == []


def test_every_function_is_where_it_is_said_to_be(doc: Path) -> None:
    for path, name in re.findall(r"([\w/]+\.py):(\w+)", doc.read_text()):
        assert f"\ndef {name}(" in (ROOT / path).read_text(), f"{path}:{name}"


def test_every_test_shown_is_one_that_runs(doc: Path) -> None:
    tests = "\n".join(file.read_text() for file in (ROOT / "tests").glob("test_*.py"))
    for block in re.findall(r"```python\n(.*?)```", doc.read_text(), re.DOTALL):
        assert block in tests or "    ...\n" in block


def test_every_make_command_exists(doc: Path) -> None:
    targets = re.findall(r"^([a-z$(][\w $()-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    proofs = re.findall(r"^PROOFS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    known = {name for line in targets + proofs for name in line.split()}
    for line in code(doc):
        if line.startswith("make "):
            assert line.split()[1] in known, line


def test_every_flask_command_exists_with_its_options(doc: Path) -> None:
    for line in code(doc):
        if line.startswith("flask ") and not line.startswith(("flask db", "flask run")):
            words = shlex.split(line.partition(" > ")[0].replace("...", ""))[1:]
            command: click.Command = app().cli
            while words and isinstance(command, click.Group) and words[0] in command.commands:
                command = command.commands[words.pop(0)]
            known = {name for each in command.params for name in each.opts}
            unknown = [word for word in words if word.startswith("-") and word not in known]
            assert not isinstance(command, click.Group) or not words, line
            assert unknown == [], line


def test_every_route_exists(doc: Path) -> None:
    adapter = app().url_map.bind("")
    for line in code(doc):
        found = re.fullmatch(r"(?:(GET|POST) )?(?:PUBLIC_URL)?(/[\w/.<>-]*)", line)
        if found and not found[2].startswith(("/v1/", "/v2/", "/.well-known/")):
            path = re.sub(r"<\w+>", "1", found[2])
            try:
                adapter.match(path, method=found[1] or "GET")
            except MethodNotAllowed:
                assert not found[1], line
            except NotFound:
                pytest.fail(f"{line} leads nowhere")


def test_every_setting_exists(doc: Path) -> None:
    for name in re.findall(r"`([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`", doc.read_text()):
        assert re.search(rf"\b{name}\b", sources()), name


def test_every_event_exists_at_stripe(doc: Path) -> None:
    known = snapshot_types()
    families = {name.rsplit(".", count)[0] for name in known for count in (1, 2, 3)}
    nouns = {name.partition(".")[0] for name in known} - {"sandbox", "source"}
    for word in code(doc):
        if not re.fullmatch(r"[a-z_0-9]+(\.[a-z_*\[\]0-9]+)+", word):
            continue
        if word.startswith("v2."):
            assert get_v2_event_class(word) is not stripe.StripeObject, word
        elif word.partition(".")[0] in nouns and not word.endswith(".py"):
            assert word in known or word.removesuffix(".*") in families, word
