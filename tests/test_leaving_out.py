"""What the docs say can be left out can be: their steps are taken, and all else still holds."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, ROOT, Bake, Make

PAGE = (ROOT / PROJECT / "docs" / "leaving-out.md").read_text()
SECTIONS = re.findall(r"^## (.+)\n([\s\S]+?)(?=^## |\Z)", PAGE, re.MULTILINE)
DELETE = re.compile(r"Delete ((?:`[^`]+`(?:, )?)+)\.")
DROP = re.compile(r"In `([^`]+)`, drop the lines with `([^`]+)`\.")
WRITE = re.compile(r"In `([^`]+)`, write `([^`]+)` for `([^`]+)`\.")


def steps(section: str) -> list[str]:
    """The numbered steps of a section, each on one line."""
    lines = re.findall(r"^\d\. (.+(?:\n   .+)*)", section, re.MULTILINE)
    return [" ".join(line.split("\n   ")) for line in lines]


def take(step: str, project: Path) -> None:
    """Do what the step says, to the letter; it must have something to do."""
    if found := DELETE.fullmatch(step):
        for name in re.findall(r"`([^`]+)`", found[1]):
            delete(project / name)
    elif found := DROP.fullmatch(step):
        file = project / found[1]
        lines = file.read_text().splitlines(keepends=True)
        kept = [line for line in lines if found[2] not in line]
        assert kept != lines, step
        file.write_text("".join(kept))
    else:
        found = WRITE.fullmatch(step)
        assert found, f"nobody can tell a program to do this: {step}"
        write(project / found[1], found[3], found[2])


def delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def write(folder: Path, old: str, new: str) -> None:
    holding = [
        file
        for file in folder.rglob("*")
        if file.suffix in (".py", ".html") and old in file.read_text()
    ]
    assert holding, f"{folder.name} does not say {old}"
    for file in holding:
        file.write_text(file.read_text().replace(old, new))


@pytest.mark.parametrize(("title", "section"), SECTIONS, ids=[title for title, _ in SECTIONS])
def test_what_is_left_out_as_described_is_not_missed(
    bake: Bake, make: Make, title: str, section: str
) -> None:
    project = bake()
    taken = steps(section)
    assert taken

    for step in taken:
        take(step, project)

    make(project, "check")


def test_each_room_that_is_said_to_go_is_described() -> None:
    first = {
        name for _, section in SECTIONS for name in re.findall(r"`([^`]+)`", steps(section)[0])
    }

    assert {"sandbox", "app/operators", "app/sellers"} <= first
