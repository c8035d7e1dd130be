"""Compile every lock file again: the template's own, and the project's from a fresh bake of it."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from cookiecutter.main import cookiecutter

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "<<cookiecutter.project_slug>>"


def main() -> None:
    # The environments of the template's tests, each with the lock file that it was made from.
    for queue, name, folder in (
        ("celery", "project-venv-celery", PROJECT / "options" / "celery"),
        ("inline", "project-venv", PROJECT),
    ):
        venv = ROOT / "build" / name
        with tempfile.TemporaryDirectory() as output:
            # Only rendered does its pyproject.toml have a name that a resolver takes.
            answers = {"task_queue": queue}
            baked = Path(
                cookiecutter(str(ROOT), no_input=True, extra_context=answers, output_dir=output)
            )
            subprocess.run(["make", "lock", f"VENV={venv}"], cwd=baked, check=True)
            for lock in ("requirements.txt", "requirements-dev.txt"):
                shutil.copyfile(baked / lock, folder / lock)

    uv = [str(venv / "bin" / "uv"), "pip", "compile", "--quiet", "--universal", "--upgrade"]
    options = ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    options += ["--custom-compile-command", "make lock", "--group", "dev"]
    command = [*uv, *options, "pyproject.toml", "-o", "requirements.txt"]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
