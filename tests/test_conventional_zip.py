"""The zip with conventional delimiters generates what the template does."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import Bake
from test_baked_tree import OTHER_ANSWERS, files

from tools.dist import Ambiguous, conventional


def test_the_zip_bakes_the_same_project(template: Path, bake: Bake, tmp_path: Path) -> None:
    command = [sys.executable, str(template / "tools" / "dist.py"), str(tmp_path / "dist")]
    archive = subprocess.check_output(command, text=True).strip()

    ours = files(bake(folder="ours", **OTHER_ANSWERS))
    theirs = files(bake(Path(archive), folder="theirs", **OTHER_ANSWERS))

    assert {name for name in ours | theirs if ours.get(name) != theirs.get(name)} == {".env"}


def test_the_zip_holds_no_name_that_windows_refuses(template: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(template / "tools" / "dist.py"), str(tmp_path)]
    archive = subprocess.check_output(command, text=True).strip()

    names = zipfile.ZipFile(archive).namelist()
    assert [name for name in names if set(name) & set('<>:"|?*\\')] == []
    assert "flask-connect-starter/{{cookiecutter.project_slug}}/app/__init__.py" in names


def test_a_file_that_already_speaks_the_conventional_way_stops_the_zip() -> None:
    with pytest.raises(Ambiguous, match="README"):
        conventional("uses {{ braces }}", "README.md")
