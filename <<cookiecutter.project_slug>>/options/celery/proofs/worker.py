"""What a worker is in this project, for the proofs that start some."""

import os
import secrets
import sys

COMMAND = [sys.executable, "-m", "celery", "--app", "app.worker", "worker", "--beat"]
SETTINGS: dict[str, str] = {
    "CELERY_BROKER_URL": os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0"),
    "CELERY_QUEUE": f"proof_{secrets.token_hex(6)}",
    # The sandbox sets no limit.
    "STRIPE_READS_PER_SECOND": "500",
}
"""What the platform and its workers are told besides."""
