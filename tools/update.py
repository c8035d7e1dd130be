"""Bring a later template's changes into a project that was generated earlier: a three-way merge.

The project is generated twice from its recorded answers, by the template's version then and by this
one. What changed between the two is merged into it by git, and left for its owner to commit.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).parent.parent
# The commits made here are never part of the project's history; only their difference is used.
NOBODY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "template"), ("EMAIL", "template@localhost"))
}


class CannotUpdate(Exception):
    """Why nothing was changed, in a sentence."""


def git(folder: Path, *words: str, **environment: str) -> str:
    """What git says in that folder. Raises CannotUpdate with git's own words."""
    done = subprocess.run(
        ["git", *words], cwd=folder, text=True, capture_output=True, check=False,
        env=os.environ | NOBODY | environment,
    )  # fmt: skip
    if done.returncode != 0:
        raise CannotUpdate(f"git {words[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.rstrip("\n")


def recorded(project: Path) -> dict[str, Any]:
    """The template's version and the answers that a project was generated from."""
    try:
        settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
        starter: dict[str, Any] = settings["tool"]["starter"]
    except (OSError, KeyError):
        raise CannotUpdate(f"{project} has no [tool.starter] in a pyproject.toml.") from None
    return starter


def earlier_template(revision: str, folder: Path) -> Path:
    """The template as it was at that revision, written into the folder."""
    archive = subprocess.run(
        ["git", "archive", revision], cwd=ROOT, capture_output=True, check=False
    )
    if archive.returncode != 0:
        raise CannotUpdate(
            f"This clone of the template has no {revision}. Fetch its tags (git fetch --tags), or"
            " name the commit that the project was generated from: FROM=commit."
        )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def generate(template: Path, answers: dict[str, str], folder: Path) -> Path:
    """The project that this template makes of the answers it asks for."""
    asked = json.loads((template / "cookiecutter.json").read_text(encoding="utf-8"))
    given = [f"{name}={answer}" for name, answer in answers.items() if name in asked]
    folder.mkdir()
    config = folder.with_suffix(".yaml")
    config.write_text(f"replay_dir: {folder.with_suffix('.replays')}\n", encoding="utf-8")
    command = [sys.executable, "-m", "cookiecutter", str(template), "--no-input", *given]
    done = subprocess.run(
        [*command, "--output-dir", str(folder)], text=True, capture_output=True, check=False,
        env=os.environ | {"COOKIECUTTER_CONFIG": str(config)},
    )  # fmt: skip
    if done.returncode != 0:
        raise CannotUpdate(f"The template refused the recorded answers:\n{done.stderr.strip()}")
    [project] = folder.iterdir()
    # Its secrets are random: never the project's, and never part of a difference.
    (project / ".env").unlink()
    return project


def tree(project: Path, files: Path, scratch: Path) -> str:
    """A folder's files as a tree in the project's repository, below the project's own place."""
    prefix = git(project, "rev-parse", "--show-prefix")
    repository = git(project, "rev-parse", "--absolute-git-dir")
    index = {"GIT_DIR": repository, "GIT_INDEX_FILE": str(scratch / f"{files.parent.name}.index")}
    git(files, "add", "--all", "--force", ".", GIT_WORK_TREE=str(files), **index)
    written = git(files, "write-tree", **index)
    if not prefix:
        return written
    index["GIT_INDEX_FILE"] += "-below"
    git(files, "read-tree", f"--prefix={prefix}", written, **index)
    return git(files, "write-tree", **index)


def merge(project: Path, before: str, after: str) -> None:
    """Apply what changed between two trees; what cannot be merged is left as git's conflict.

    What the project has deleted stays deleted, with whatever the template did to it since.
    """
    base = git(project, "commit-tree", before, "-m", "before")
    change = git(project, "commit-tree", after, "-p", base, "-m", "after")
    failure = None
    try:
        git(project, "cherry-pick", "--no-commit", change)
    except CannotUpdate as problem:
        failure = problem
    conflicts = unmerged(project)
    if failure and not conflicts:
        raise failure
    gone = [name for state, name in conflicts if state == "DU"]
    gone += arrivals_in(folders(project, before) - folders(project, "HEAD"), project)
    if gone:
        git(project, "rm", "--quiet", "--force", "--", *(f":(top,literal){name}" for name in gone))


def folders(project: Path, revision: str) -> set[str]:
    """Every folder of a tree or a commit."""
    return set(git(project, "ls-tree", "-rdz", "--name-only", "--full-tree", revision).split("\0"))


def arrivals_in(folders: set[str], project: Path) -> list[str]:
    """The files about to be added that lie in one of these folders."""
    added = git(project, "diff", "--cached", "--name-only", "--diff-filter=A", "-z", "HEAD")
    return [
        name
        for name in added.split("\0")
        if any(str(folder) in folders for folder in PurePosixPath(name).parents)
    ]


def unmerged(project: Path) -> list[tuple[str, str]]:
    """Git's two letters for each path in conflict, and the path."""
    lines = git(project, "status", "--porcelain", "-z", "--untracked-files=no").split("\0")
    conflicts = ("DD", "AU", "UD", "UA", "DU", "AA", "UU")
    return [(line[:2], line[3:]) for line in lines if line[:2] in conflicts]


def update(project: Path, revision: str | None) -> list[str]:
    """Merge, and return the paths in conflict. Raises CannotUpdate, with nothing changed."""
    starter = recorded(project)
    if git(project, "status", "--porcelain", "--untracked-files=no"):
        raise CannotUpdate("The project has changes that are not committed. Commit them first.")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        template = earlier_template(
            revision or f"v{starter['template_version']}", scratch / "template"
        )
        trees = [
            tree(project, generate(source, starter["answers"], scratch / when), scratch)
            for source, when in ((template, "before"), (ROOT, "after"))
        ]
        merge(project, *trees)
    return [path for _, path in unmerged(project)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make update", description=__doc__)
    parser.add_argument("project", type=Path, help="the generated project, a git repository")
    parser.add_argument("--from", dest="revision", help="the template's commit or tag it came from")
    arguments = parser.parse_args()
    try:
        conflicts = update(arguments.project.resolve(), arguments.revision)
    except CannotUpdate as problem:
        print(problem, file=sys.stderr)
        return 2
    for path in conflicts:
        print(f"conflict: {path}")
    print("Nothing is committed yet. Look at `git diff HEAD`, run `make check`, and commit.")
    return 1 if conflicts else 0


if __name__ == "__main__":
    sys.exit(main())
