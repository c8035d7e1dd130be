"""One thing that is wrong, and the step that mends it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What a person reads: the problem, and the command or the page that ends it."""

    subject: str
    """`settings`, `database`, `queue`, `stripe` or `endpoints`."""
    problem: str
    fix: str
    warning: bool = False
    """Worth knowing; everything works all the same."""
