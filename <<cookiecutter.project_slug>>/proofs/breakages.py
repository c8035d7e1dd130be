"""Taken away one at a time, each protection is missed by the test that is there for it."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from proofs.platform_process import ROOT
from proofs.protections import PROTECTIONS, Protection
from proofs.secrecy import SECRECY
from proofs.spreading import cores, spread, tick

ROOMS = ("app", "sandbox", "proofs", "migrations", "stubs", "tests")
FILES = ("conftest.py", "pyproject.toml", "wsgi.py")
GREEN, RED = 0, 1
"""What pytest's exit code says of tests that were found and ran."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--only", metavar="WORD", default="", help="protections whose name has it")


def run(options: argparse.Namespace) -> str:
    """The proof as a command; the table goes to standard output. Raises AssertionError."""
    chosen = [each for each in (*PROTECTIONS, *SECRECY) if options.only in each.name]
    tests = list(dict.fromkeys(each.test for each in chosen))
    with tempfile.TemporaryDirectory() as name:
        parts = [chosen[number :: cores()] for number in range(cores())]
        arguments = [
            (part, tests if number == 0 else [], Path(name) / str(number))
            for number, part in enumerate(parts)
        ]
        found = spread("breakages", len(chosen) + 1, break_one_by_one, arguments)
    verdicts = {name: verdict for part in found for name, verdict in part.items()}
    _print_table(chosen, verdicts)
    wrong = [name for name, verdict in verdicts.items() if verdict != "red"]
    assert not wrong, f"not red: {', '.join(wrong)}"
    return f"breakages: {len(chosen)} protections taken away one by one, {len(chosen)} tests red"


def break_one_by_one(
    protections: list[Protection], whole: list[str], folder: Path
) -> dict[str, str]:
    """The verdict for each protection, in a copy of the project; `whole` are run unbroken first.

    Raises AssertionError where a test is red with nothing broken: it would prove nothing.
    """
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, folder / file)
    if whole:
        code, output = _pytest(folder, whole)
        assert code == GREEN, f"red with nothing broken:\n{output}"
        tick()
    verdicts = {}
    for protection in protections:
        verdicts[protection.name] = _broken(folder, protection)
        tick()
    return verdicts


def _broken(folder: Path, protection: Protection) -> str:
    """red, green, or what kept us from finding out."""
    file = folder / protection.file
    text = file.read_text()
    if text.count(protection.code) != 1:
        return f"the code to take away stands {text.count(protection.code)} times in the file"
    file.write_text(text.replace(protection.code, protection.without))
    code, output = _pytest(folder, [protection.test])
    file.write_text(text)
    if code == GREEN:
        return "green"
    return "red" if code == RED else f"pytest ended with {code}: {output[-300:]}"


def _pytest(folder: Path, tests: list[str]) -> tuple[int, str]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"),
            *(f"tests/{test}" for test in tests),
        ],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def _print_table(protections: list[Protection], verdicts: dict[str, str]) -> None:
    for each in protections:
        print(f"{each.name:32} {verdicts[each.name]:6} {each.test.partition('::')[2] or each.test}")
