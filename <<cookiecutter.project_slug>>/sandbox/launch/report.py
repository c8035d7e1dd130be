"""What the tour says: each step, what confirmed it, and what did not hold."""

import textwrap
from dataclasses import dataclass, field
from typing import Any

from sandbox.launch.ledger import Row
from sandbox.launch.lessons import Lesson


@dataclass
class Report:
    """What happened, what confirmed it, and what did not hold."""

    say: bool = True
    explain: bool = False
    steps: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)

    def step(self, done: str, confirmed_by: str = "", lesson: Lesson | None = None) -> None:
        """One step was taken; what it teaches is said to those who asked for it."""
        self.steps.append({"step": done, "confirmed_by": confirmed_by})
        if self.say:
            print(f"{len(self.steps):2}. {done}", flush=True)
            if confirmed_by:
                print(f"      confirmed by {confirmed_by}", flush=True)
            if lesson and self.explain:
                print(textwrap.indent(str(lesson), "      "), flush=True)

    def check(self, holds: bool, sentence: str) -> None:
        """Something that must be true."""
        if not holds:
            self.fail(sentence)

    def fail(self, sentence: str) -> None:
        """Something that is not."""
        self.problems.append(sentence)

    def as_json(self) -> dict[str, Any]:
        """The whole report, for scripts."""
        rows = {name: {key: str(value) for key, value in row.items()}
                for name, row in self.rows.items()}  # fmt: skip
        return {
            "ok": not self.problems,
            "steps": self.steps,
            "problems": self.problems,
            "rows": rows,
        }
