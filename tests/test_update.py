"""A later template reaches a project that its owner has changed, and takes nothing from them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, Bake, environment

OWNER = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")


def git(folder: Path, *words: str) -> str:
    return subprocess.check_output(["git", *OWNER, *words], cwd=folder, text=True).strip()


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, f"{path} does not say {old!r}"
    path.write_text(text.replace(old, new, 1))


def update(template: Path, project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What `make update` runs."""
    command = [sys.executable, str(template / "tools" / "update.py"), str(project), *words]
    return subprocess.run(command, text=True, capture_output=True, env=environment(), check=False)


@pytest.fixture
def released(template: Path, tmp_path: Path) -> Path:
    """A clone of the template with its version tagged, as a release is."""
    clone = shutil.copytree(template, tmp_path / "released")
    git(clone, "init", "--quiet")
    commit(clone, "first release")
    version = json.loads((clone / "cookiecutter.json").read_text())["_template_version"]
    git(clone, "tag", f"v{version}")
    return clone


@pytest.fixture
def project(released: Path, bake: Bake) -> Path:
    """A project of that version, committed, with three files edited by its owner."""
    project = bake(released, project_name="Ada's Shop", application_fee_percent="2.5")
    git(project, "init", "--quiet")
    commit(project, "generated")
    replace(project / "app" / "static" / "style.css", "--accent: #0b6555", "--accent: #7a2048")
    replace(project / "app" / "health.py", '"""', '"""Ours. ')
    replace(project / "README.md", "## Run it", "## Run the shop")
    commit(project, "ours")
    return project


def release_again(template: Path) -> None:
    """The template's next version: other lines of those files, new files, and a new number."""
    version = json.loads((template / "cookiecutter.json").read_text())["_template_version"]
    replace(template / "cookiecutter.json", f'"{version}"', '"99.0.0"')
    with (template / PROJECT / "app" / "static" / "style.css").open("a") as sheet:
        sheet.write("\n.later {\n  color: inherit;\n}\n")
    replace(template / PROJECT / "app" / "health.py", '"""', '"""Theirs. ')
    (template / PROJECT / "app" / "later.py").write_text('"""It came later."""\n')
    (template / PROJECT / "sandbox" / "later.py").write_text('"""It came later."""\n')
    (template / PROJECT / "SECURITY.md").unlink()
    commit(template, "next release")


def test_edits_survive_new_files_arrive_and_a_conflict_is_shown_as_one(
    released: Path, project: Path
) -> None:
    secrets = (project / ".env").read_text()
    release_again(released)

    done = update(released, project)

    assert done.returncode == 1, done.stderr
    assert "conflict: app/health.py\n" in done.stdout
    assert git(project, "diff", "--name-only", "--diff-filter=U") == "app/health.py"
    health = (project / "app" / "health.py").read_text()
    assert health.startswith('<<<<<<< HEAD\n"""Ours. ')
    assert '\n=======\n"""Theirs. ' in health
    style = (project / "app" / "static" / "style.css").read_text()
    assert "--accent: #7a2048" in style
    assert style.endswith("\n.later {\n  color: inherit;\n}\n")
    assert "## Run the shop" in (project / "README.md").read_text()
    assert (project / "app" / "later.py").exists()
    assert not (project / "SECURITY.md").exists()
    assert 'template_version = "99.0.0"' in (project / "pyproject.toml").read_text()
    assert 'project_name = "Ada\'s Shop"' in (project / "pyproject.toml").read_text()
    assert (project / ".env").read_text() == secrets
    assert git(project, "log", "-1", "--format=%s") == "ours"


def test_what_was_deleted_stays_deleted(released: Path, project: Path) -> None:
    shutil.rmtree(project / "sandbox")
    (project / "app" / "health.py").unlink()
    commit(project, "no sandbox")
    release_again(released)

    done = update(released, project)

    assert done.returncode == 0, done.stdout + done.stderr
    assert not (project / "sandbox").exists()
    assert not (project / "app" / "health.py").exists()
    assert (project / "app" / "later.py").exists()


def test_a_project_inside_a_larger_repository_is_updated_in_its_folder(
    released: Path, project: Path
) -> None:
    shutil.rmtree(project / ".git")
    git(project.parent, "init", "--quiet")
    commit(project.parent, "everything we have")
    release_again(released)

    done = update(released, project)

    assert f"conflict: {project.name}/app/health.py\n" in done.stdout
    assert (project / "app" / "later.py").exists()
    assert [path.name for path in project.parent.iterdir()] == [".git", project.name]


def test_the_same_version_changes_nothing(released: Path, project: Path) -> None:
    done = update(released, project)

    assert done.returncode == 0, done.stderr
    assert git(project, "status", "--porcelain") == ""


def test_uncommitted_work_is_never_put_at_risk(released: Path, project: Path) -> None:
    replace(project / "wsgi.py", '"""', '"""Not committed. ')

    done = update(released, project)

    assert done.returncode == 2
    assert "Commit them first" in done.stderr
    assert git(project, "status", "--porcelain") == "M wsgi.py"


def test_an_unknown_beginning_is_asked_for(released: Path, project: Path) -> None:
    git(released, "tag", "--delete", git(released, "tag"))

    unknown = update(released, project)
    named = update(released, project, "--from", "HEAD")

    assert unknown.returncode == 2
    assert "FROM=commit" in unknown.stderr
    assert named.returncode == 0, named.stderr
