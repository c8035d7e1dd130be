"""What a worker is in this project, for the proofs that start some."""

import sys

COMMAND = [sys.executable, "-m", "flask", "--app", "wsgi", "stripe", "work"]
SETTINGS: dict[str, str] = {}
"""What the platform and its workers are told besides."""
