"""What was generated works: it checks itself, tours and serves, and stops when told to.

Its own checks run once for each set of files that the answers can give, one of them on PostgreSQL.
The other answers only change settings, and the tour walks through those in every combination.
"""

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, VENV, Bake, Make, environment

FRENCH_YEN = {
    "project_name": "Le Marché",
    "platform_country": "FR",
    "currency": "JPY",
    "application_fee_percent": "2.5",
}
QUESTIONS = json.loads((ROOT / "cookiecutter.json").read_text())
CHOICES = {
    name: choices
    for name, choices in QUESTIONS.items()
    if isinstance(choices, list) and not name.startswith("_")
}
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")
COMBINATIONS = [
    pytest.param(dict(zip(CHOICES, values, strict=True)), id="-".join(values))
    for values in itertools.product(*CHOICES.values())
]


@pytest.mark.parametrize("queue", CHOICES["task_queue"])
@pytest.mark.parametrize("pattern", CHOICES["charge_pattern"])
def test_every_project_passes_everything_its_ci_runs(
    bake: Bake, make: Make, pattern: str, queue: str
) -> None:
    make(bake(charge_pattern=pattern, task_queue=queue), "check")


def test_every_test_passes_on_postgresql_too(bake: Bake, make: Make) -> None:
    if not POSTGRESQL:
        how = "set TEST_DATABASE_URL to a server where databases may be made"
        assert "CI" not in os.environ, how
        pytest.skip(f"left out: the tests on PostgreSQL; {how}")
    project = bake(charge_pattern="separate", task_queue="celery", accounts_api="v2")
    make(project, "test", TEST_DATABASE_URL=POSTGRESQL)


@pytest.mark.parametrize("answers", COMBINATIONS)
def test_every_combination_tours_from_sign_up_to_payout(
    bake: Bake, make: Make, answers: dict[str, str]
) -> None:
    make(bake(**answers), "tour")


@pytest.mark.parametrize("accounts_api", CHOICES["accounts_api"])
def test_other_answers_tour_as_well(bake: Bake, make: Make, accounts_api: str) -> None:
    project = bake(**FRENCH_YEN, accounts_api=accounts_api)

    said = make(project, "tour")

    assert "JPY" in said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def comes(holds: Callable[[], bool], within: float) -> bool:
    """Whether something comes to hold within so many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.2)
    return False


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_make_run_serves_and_stopping_it_stops_everything(bake: Bake, end: signal.Signals) -> None:
    project, port, sandbox_port = bake(), free_port(), free_port()
    use_sandbox_port(project, sandbox_port)
    said = project / "said"

    with said.open("w") as output:
        command = ["make", "run", f"VENV={VENV}", f"PORT={port}"]
        served = subprocess.Popen(
            command, cwd=project, stdout=output, stderr=subprocess.STDOUT,
            env=environment(), start_new_session=True,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            assert comes(lambda: answers(f"{url}/readyz"), within=60), said.read_text()
            assert comes(lambda: url in said.read_text(), within=60), said.read_text()
            # As a terminal does on Ctrl-C: to everything that was started.
            os.killpg(served.pid, end)
            served.wait(timeout=30)
        finally:
            if served.poll() is None:
                os.killpg(served.pid, signal.SIGKILL)

    assert comes(lambda: is_free(port), within=10), said.read_text()
    assert comes(lambda: is_free(sandbox_port), within=10), said.read_text()


def use_sandbox_port(project: Path, port: int) -> None:
    settings = (project / ".env").read_text()
    (project / ".env").write_text(settings.replace("127.0.0.1:4242", f"127.0.0.1:{port}"))


def test_make_alone_lists_every_command(bake: Bake, make: Make) -> None:
    said = make(bake())

    for command in "setup run tour test lint audit check prove fidelity lock clean".split():
        assert f"make {command} " in said


def test_a_machine_without_a_fitting_python_is_told_so(bake: Bake, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "make", "cat", "cksum", "cut", "awk"):
        found = shutil.which(tool)
        assert found
        (tools / tool).symlink_to(found)

    done = subprocess.run(
        ["make", "test"], cwd=bake(), env={"PATH": str(tools)}, text=True, capture_output=True,
        check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "No Python 3.11 or newer" in done.stderr


def test_another_lock_asks_for_another_install(bake: Bake, tmp_path: Path) -> None:
    project = bake()
    command = ["make", "--dry-run", "setup", f"VENV={VENV}"]

    before = subprocess.check_output(command, cwd=project, env=environment(), text=True)
    with (project / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    after = subprocess.check_output(command, cwd=project, env=environment(), text=True)

    assert "pip install" not in before
    assert "pip install" in after
