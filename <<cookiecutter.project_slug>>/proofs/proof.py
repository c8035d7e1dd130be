"""What a module must have to be a proof."""

import argparse
from typing import Protocol


class Proof(Protocol):
    """A module that can prove something; the first line of its docstring says what."""

    __doc__: str | None

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Say what the command can be told."""

    def run(self, options: argparse.Namespace) -> str:
        """Prove it, and give the line of figures; raises AssertionError where one is off."""
