"""`python -m sandbox`: serve the platform with its sandbox, the sandbox alone, or take the tour."""

import argparse
import os
import sys
from pathlib import Path

from dotenv import load_dotenv


def main() -> int:
    """Read the command line and `.env`, and do what was asked; the exit code."""
    load_dotenv(Path.cwd() / ".env")
    arguments = _parser().parse_args()
    if arguments.command == "tour":
        from sandbox.launch.tour import tour

        return tour(as_json=arguments.json, explain=arguments.explain)
    if arguments.command == "fidelity":
        from sandbox.fidelity import fidelity

        return fidelity(as_json=arguments.json)
    from sandbox.launch.serve import run, serve

    if arguments.command == "serve":
        return serve(arguments.sandbox_port, arguments.state)
    return run(arguments.port, arguments.sandbox_port, arguments.state, arguments.seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A stand-in for Stripe on this machine. Settings come from .env, by the same"
        " names the platform reads.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="the platform and its sandbox, until Ctrl-C")
    run.add_argument("--port", type=int, default=None, help="the platform's (PUBLIC_URL's: 8000)")
    run.add_argument("--no-seed", dest="seed", action="store_false", help="make no demo people")
    serve = commands.add_parser("serve", help="the sandbox alone, for a platform started by hand")
    for command in (run, serve):
        command.add_argument(
            "--sandbox-port", type=int, default=None, help="the sandbox's (STRIPE_API_BASE's: 4242)"
        )
        command.add_argument(
            "--state", type=Path, default=Path("instance/sandbox.db"),
            help="the file it remembers everything in (%(default)s)",
        )  # fmt: skip
    tour = commands.add_parser(
        "tour", help="walk from sign-up to payout, and say what confirmed each step"
    )
    tour.add_argument("--explain", action="store_true", help="add the rule behind each step")
    fidelity = commands.add_parser(
        "fidelity", help="hold every object and event against the stripe package's own types"
    )
    for command in (tour, fidelity):
        command.add_argument("--json", action="store_true", help="print JSON, for scripts")
    return parser


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
