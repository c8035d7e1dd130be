"""python -m benches: run one of the benchmarks."""

import argparse

from benches import desk


def main() -> None:
    """Run the benchmark that was named, and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m benches", description=__doc__)
    commands = parser.add_subparsers(dest="bench", required=True, metavar="BENCH")
    command = commands.add_parser(
        "desk",
        help="what the operators' desk and reconcile cost with much that is settled",
        epilog="TEST_DATABASE_URL=postgresql://user@host/postgres runs it on PostgreSQL.",
    )
    command.add_argument("--settled", type=int, default=1_000_000, help="orders (1000000)")
    command.add_argument("--open", type=int, default=1_000, help="orders, on both sides (1000)")
    command.add_argument("--rounds", type=int, default=15, help="of which the median counts (15)")
    options = parser.parse_args()
    raise SystemExit(desk.run(options.settled, options.open, options.rounds))


if __name__ == "__main__":
    main()
