"""What the READMEs name exists: commands, files, settings, questions."""

import json
import re
from pathlib import Path

import pytest
from conftest import PROJECT, ROOT

TEMPLATE_DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PROJECT_DOCS = [ROOT / PROJECT / "README.md", *sorted((ROOT / PROJECT / "docs").rglob("*.md"))]
every_doc = pytest.mark.parametrize(
    "doc", TEMPLATE_DOCS + PROJECT_DOCS, ids=lambda doc: str(doc.relative_to(ROOT))
)


def targets(makefile: Path) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", makefile.read_text(), re.MULTILINE))


@every_doc
def test_every_make_command_that_is_named_exists(doc: Path) -> None:
    named = set(re.findall(r"(?:`|^ +)make ([a-z-]+)", doc.read_text(), re.MULTILINE))

    known = targets(ROOT / PROJECT / "Makefile")
    if doc in TEMPLATE_DOCS:
        known |= targets(ROOT / "Makefile")
    assert named <= known


@every_doc
def test_every_linked_file_exists(doc: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", doc.read_text()):
        assert (doc.parent / link).exists(), link


@pytest.mark.parametrize("doc", PROJECT_DOCS, ids=lambda doc: doc.name)
def test_every_path_and_setting_that_is_named_exists(doc: Path) -> None:
    text = doc.read_text()
    project = ROOT / PROJECT

    for path in re.findall(r"`((?:app|sandbox|tests|docs)/[\w./-]*)`", text):
        assert (project / path).exists(), path
    settings = (project / ".env.example").read_text()
    for name in re.findall(r"`([A-Z]+_[A-Z_]+)`", text):
        assert f"{name}=" in settings, name


@pytest.mark.parametrize("doc", PROJECT_DOCS, ids=lambda doc: doc.name)
def test_every_function_that_is_named_is_where_it_is_said_to_be(doc: Path) -> None:
    for path, function in re.findall(r"`([\w/]+\.py):(\w+)`", doc.read_text()):
        assert f"\ndef {function}(" in (ROOT / PROJECT / path).read_text(), f"{path}:{function}"


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
