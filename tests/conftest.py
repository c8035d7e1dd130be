"""A clean copy of the template, bakes of it, and the commands of what was baked."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cookiecutter.main import cookiecutter

ROOT = Path(__file__).parent.parent
PROJECT = "<<cookiecutter.project_slug>>"
# The environments that bakes share, each made from the lock file that they carry.
VENV = ROOT / "build" / "project-venv"
CELERY_VENV = ROOT / "build" / "project-venv-celery"
USED = shutil.ignore_patterns(
    ".git", "build", "dist", "__pycache__", ".*_cache", ".hypothesis", ".venv", "instance", ".env"
)

Bake = Callable[..., Path]
Make = Callable[..., str]


@pytest.fixture(scope="session", autouse=True)
def _own_cookiecutter_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's replays and settings are read or written."""
    home = tmp_path_factory.mktemp("home")
    config = home / "config.yaml"
    config.write_text(f"replay_dir: {home}/replays\ncookiecutters_dir: {home}/templates\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COOKIECUTTER_CONFIG", str(config))
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as a fresh clone has it."""
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("clone") / "template", ignore=USED)


@pytest.fixture
def bake(template: Path, tmp_path: Path) -> Bake:
    """Generate a project from the template, or another copy of it, with these answers."""

    def run(source: Path = template, folder: str = "out", **answers: str) -> Path:
        output = tmp_path / folder
        return Path(
            cookiecutter(str(source), no_input=True, extra_context=answers, output_dir=str(output))
        )

    return run


@pytest.fixture
def make(record_property: Callable[[str, object], None]) -> Make:
    """Run a command of a generated project; an exit other than 0 fails with all it printed."""

    def run(project: Path, *targets: str, **settings: str) -> str:
        queues = "\ncelery==" in (project / "requirements.txt").read_text()
        command = ["make", *targets, f"VENV={CELERY_VENV if queues else VENV}"]
        done = subprocess.run(
            command, cwd=project, env=environment() | settings, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"make {' '.join(targets)} failed:\n{done.stdout}"
        if lines := [line for line in done.stdout.splitlines() if " passed" in line]:
            record_property("inner tests", lines[-1].strip("= "))
        return done.stdout

    return run


def environment() -> dict[str, str]:
    """Ours, less what would reach into the project: other tools' settings, and another database."""
    settings = ("RUFF_CACHE", "MYPY_CACHE", "VIRTUAL_ENV", "TEST_DATABASE_URL")
    ours = ("PYTEST_", "COV_", "MAKE", "MFLAGS", *settings)
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that two workers end at about the same time."""
    items.sort(key=lambda item: item.path.stem not in ("test_baked_project", "test_leaving_out"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran inside the baked projects; the closing line counts ours only."""
    for report in terminalreporter.stats.get("passed", []):
        for name, line in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.partition('::')[2]}: {name}: {line}")
