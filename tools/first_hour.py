"""A newcomer's first hour, walked by a program: from nothing to the first confirmed payment.

It types what the README says, in an empty folder, installs everything afresh, and then clicks
through the pages in a real browser. Printed: the commands typed, and how long each part took.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = "starter"
COMMANDS = (["git", "clone", "--quiet", str(ROOT), FOLDER], ["make", "demo"])
READY = "Ctrl-C stops both"
PATIENCE = 900.0
"""Seconds until an installation counts as stuck."""


class Stuck(Exception):
    """Something did not come in time; the text says what, and what was printed instead."""


def wait_for(
    what: str, holds: Callable[[], bool], said: Path, served: subprocess.Popen[bytes]
) -> float:
    """When it first holds. Raises Stuck when it never does, or when the server ends before."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and served.poll() is None:
        if holds():
            return time.monotonic()
        time.sleep(0.1)
    raise Stuck(f"{what} never came. It said:\n{said.read_text()}")


def walk(folder: Path) -> dict[str, float]:
    """Type the commands and pay once; the seconds each part took, by its name."""
    clone, said = folder / FOLDER, folder / "said"
    began = time.monotonic()
    subprocess.run(COMMANDS[0], cwd=folder, check=True)
    # A make that runs this one would lend its settings to the newcomer's.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    with said.open("w") as output:
        served = subprocess.Popen(
            COMMANDS[1], cwd=clone, stdout=output, stderr=output, start_new_session=True, env=alone
        )
    try:
        venv = clone / "build" / "project-venv"
        installed = wait_for(
            "The installation", lambda: any(venv.glob("installed-*")), said, served
        )
        serving = wait_for("The platform", lambda: READY in said.read_text(), said, served)
        paying = [venv / "bin" / "python", ROOT / "tools" / "first_payment.py"]
        subprocess.run(paying, check=True)
        paid = time.monotonic()
    finally:
        if served.poll() is None:
            os.killpg(served.pid, signal.SIGINT)
            served.wait(timeout=60)
    return {
        "installing": installed - began,
        "starting": serving - installed,
        "paying": paid - serving,
    }


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        try:
            took = walk(Path(folder))
        except (Stuck, subprocess.CalledProcessError) as problem:
            print(problem, file=sys.stderr)
            return 1
    typed = ", ".join(f"`{' '.join(command)}`" for command in COMMANDS)
    print(f"commands typed                             {len(COMMANDS):5}   {typed}")
    print(f"seconds to install                         {took['installing']:5.0f}")
    print(f"seconds from there to the platform         {took['starting']:5.1f}")
    print(f"seconds from there to a confirmed payment  {took['paying']:5.1f}   in a real browser")
    after = took["starting"] + took["paying"]
    print(f"seconds after installation, altogether     {after:5.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
