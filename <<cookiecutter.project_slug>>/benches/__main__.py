"""python -m benches: run one of the benchmarks."""

import argparse

from benches import desk, drain, intake

ON_POSTGRESQL = "TEST_DATABASE_URL=postgresql://user@host/postgres runs it on PostgreSQL."


def main() -> None:
    """Run the benchmark that was named, and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m benches", description=__doc__)
    commands = parser.add_subparsers(dest="bench", required=True, metavar="BENCH")
    for name, summary, add_options in (
        ("intake", "what taking events in costs, beside the least that could be done", _intake),
        ("drain", "how fast one, two and four workers process what waits", _drain),
        ("desk", "what the operators' desk and reconcile cost with much that is settled", _desk),
    ):
        command = commands.add_parser(name, help=summary, epilog=ON_POSTGRESQL)
        add_options(command)
    options = parser.parse_args()
    raise SystemExit(options.run(options))


def _intake(command: argparse.ArgumentParser) -> None:
    command.add_argument("--events", type=int, default=1_000, help="in each turn (1000)")
    command.add_argument("--rounds", type=int, default=9, help="of which the median counts (9)")
    command.add_argument(
        "--stored", type=int, nargs="*", default=[100_000, 1_000_000],
        help="how many are stored already, when growth is measured (100000 1000000)",
    )  # fmt: skip
    command.set_defaults(run=lambda given: intake.run(given.events, given.rounds, given.stored))


def _drain(command: argparse.ArgumentParser) -> None:
    command.add_argument("--backlog", type=int, default=100_000, help="events that wait (100000)")
    command.add_argument("--seconds", type=float, default=20, help="of measuring each time (20)")
    command.set_defaults(run=lambda given: drain.run(given.backlog, given.seconds))


def _desk(command: argparse.ArgumentParser) -> None:
    command.add_argument("--settled", type=int, default=1_000_000, help="orders (1000000)")
    command.add_argument("--open", type=int, default=1_000, help="orders, on both sides (1000)")
    command.add_argument("--rounds", type=int, default=15, help="of which the median counts (15)")
    command.set_defaults(run=lambda given: desk.run(given.settled, given.open, given.rounds))


if __name__ == "__main__":
    main()
