"""What an operator types, and what comes back."""

import json
from typing import Any

from flask import Flask


def run(app: Flask, *words: str, code: int = 0, stdin: str | None = None) -> str:
    """The output of a command that must end with this exit code."""
    result = app.test_cli_runner().invoke(args=words, input=stdin)
    assert result.exit_code == code, result.output
    return str(result.output)


def report(app: Flask, *words: str, code: int = 0) -> Any:
    """What a command says with --json; its bar goes to standard error."""
    result = app.test_cli_runner().invoke(args=[*words, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)
