"""Web servers and workers are replaced in turn under load; nothing is lost and nothing doubled."""

import argparse
import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from proofs import worker
from proofs.crash import HASTE, come_to_rest
from proofs.ground import where
from proofs.load import Load
from proofs.mortal import mortal
from proofs.platform_process import PlatformProcess
from proofs.spreading import bar
from sandbox import Sandbox
from tests.platform_server import Database

ROOT = Path(__file__).parent.parent
LONGEST_STAY = 2.0
"""Seconds between two replacements."""
ALL = 10**6
"""Deliveries: none of these proofs makes more."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--restarts", type=int, default=40, help="how many (40)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other moments (1)")


def run(options: argparse.Namespace) -> str:
    """The proof as a command; the line of figures. Raises AssertionError."""
    with mortal(retry_compression=HASTE, payout_step=0.05, settle_after=0.02) as here:
        return _prove(options, *here)


def _prove(
    options: argparse.Namespace, platform: PlatformProcess, sandbox: Sandbox, database: Database
) -> str:
    platform.environment.update(worker.SETTINGS)
    web = [*platform.server_command, "--reuse-port"]
    crew = [_begin(command, platform) for command in (web, worker.COMMAND) * 2]
    try:
        platform.await_answer()
        load = Load(platform.url, sandbox, database, options.seed)
        sandbox.faults.duplicate(times=ALL)
        load.start()
        _replace_in_turn(crew, platform, options)
        load.stop()
        figures = come_to_rest(load, platform, sandbox, database)
    finally:
        for each in crew:
            os.killpg(each.pid, signal.SIGKILL)
            each.wait()
    return (
        f"rolling on {where()}, seed {options.seed}: {options.restarts} restarts of two web"
        f" servers and two workers, every delivery twice, {figures}"
    )


def _replace_in_turn(
    crew: "list[subprocess.Popen[bytes]]", platform: PlatformProcess, options: argparse.Namespace
) -> None:
    """The new one comes before the old one goes: gently at times, at others all of a sudden."""
    dice = random.Random(options.seed)
    with bar("restarts", options.restarts) as tick:
        for turn in range(options.restarts):
            time.sleep(dice.uniform(0, LONGEST_STAY))
            old = crew[turn % len(crew)]
            crew[turn % len(crew)] = _begin(old.args, platform)
            platform.await_answer()
            os.killpg(old.pid, dice.choice((signal.SIGTERM, signal.SIGKILL)))
            old.wait()
            tick(1)


def _begin(command: Any, platform: PlatformProcess) -> "subprocess.Popen[bytes]":
    """A process in a group of its own, writing to the platform's log."""
    with platform.log.open("ab") as log:
        return subprocess.Popen(
            command, cwd=ROOT, env=platform.environment, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
