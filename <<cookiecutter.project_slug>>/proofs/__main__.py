"""python -m proofs: run one of the long proofs, or all of them."""

import argparse
import sys
import time

from proofs.catalogue import PROOFS


def main() -> int:
    """The exit code: 0 only if every figure is as it must be."""
    parser = argparse.ArgumentParser(
        prog="python -m proofs",
        description="Long proofs that rows end up as Stripe's objects are, whatever happens."
        " Without a name: all of them.",
        epilog="TEST_DATABASE_URL=postgresql://user@host/postgres runs them on PostgreSQL,"
        " in databases of their own; otherwise they run on SQLite.",
    )
    commands = parser.add_subparsers(dest="proof", metavar="PROOF")
    for name, proof in PROOFS.items():
        summary = (proof.__doc__ or "").splitlines()[0]
        proof.add_options(
            commands.add_parser(
                name,
                help=summary,
                description=summary,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
        )
    options = parser.parse_args()
    names = [options.proof] if options.proof else list(PROOFS)
    return max([_prove(name, options if options.proof else _defaults(name)) for name in names])


def _defaults(name: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    PROOFS[name].add_options(parser)
    return parser.parse_args([])


def _prove(name: str, options: argparse.Namespace) -> int:
    started = time.monotonic()
    try:
        figures = PROOFS[name].run(options)
    except AssertionError as wrong:
        print(wrong, *getattr(wrong, "__notes__", []), sep="\n", file=sys.stderr)
        print(f"{name}: FAILED after {_minutes(started)}", flush=True)
        return 1
    print(f"{figures} ({_minutes(started)})", flush=True)
    return 0


def _minutes(started: float) -> str:
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    return f"{minutes} min {seconds:02} s"


if __name__ == "__main__":
    sys.exit(main())
