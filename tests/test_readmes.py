"""What the template's documents name exists; those of the project have a test of their own."""

import json
import re
from pathlib import Path

import pytest
from conftest import PROJECT, ROOT

TEMPLATE_DOCS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "UPGRADE.md")]
every_doc = pytest.mark.parametrize("doc", TEMPLATE_DOCS, ids=lambda doc: doc.name)


def targets(makefile: Path) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", makefile.read_text(), re.MULTILINE))


@every_doc
def test_every_make_command_that_is_named_exists(doc: Path) -> None:
    named = set(re.findall(r"(?:`|^ +)make ([a-z-]+)", doc.read_text(), re.MULTILINE))

    assert named <= targets(ROOT / "Makefile") | targets(ROOT / PROJECT / "Makefile")


@every_doc
def test_every_linked_file_exists(doc: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", doc.read_text()):
        assert (doc.parent / link).exists(), link


@every_doc
def test_every_path_that_is_named_exists(doc: Path) -> None:
    for path in re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", doc.read_text()):
        if "/" in path or path.endswith((".md", ".py", ".json", ".toml")):
            assert (ROOT / path).exists() or (ROOT / PROJECT / path).exists(), path


def test_the_picture_comes_early() -> None:
    before = (ROOT / "README.md").read_text().partition("![")[0]

    assert before.count("\n") < 50


def test_the_map_of_the_rooms_is_the_tree() -> None:
    project = ROOT / PROJECT
    text = (project / "README.md").read_text()
    rooms = text[text.index("    app/\n") :].partition("\n\n")[0].splitlines()[1:]

    for line in rooms:
        inside = project / "app" if line.startswith("      ") else project
        # Names end where two spaces begin the words about them.
        for name in line.strip().partition("  ")[0].split():
            assert (inside / name).exists(), name


def test_the_table_of_questions_is_cookiecutters() -> None:
    questions = json.loads((ROOT / "cookiecutter.json").read_text())
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert [name for name, _ in rows] == [name for name in questions if name[0] != "_"]
    for name, default in rows:
        first = questions[name][0] if isinstance(questions[name], list) else questions[name]
        assert default.strip("`") in (first, "from the name")


def test_the_number_of_questions_is_the_one_that_is_promised() -> None:
    questions = json.loads((ROOT / "cookiecutter.json").read_text())

    assert len([name for name in questions if name[0] != "_"]) == 8
    assert "asks eight questions" in (ROOT / "README.md").read_text()
