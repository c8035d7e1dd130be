"""How gunicorn serves the platform: `gunicorn wsgi:app` reads this file by its name.

https://gunicorn.org/reference/settings/
"""

import logging
import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv()

bind = os.environ.get("BIND", "127.0.0.1:8000")

# A thread waits while Stripe is asked; about two workers for each core keep the cores busy.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Longer than a call to Stripe with its retries: three times 25 seconds, and the pauses between.
timeout = 90
graceful_timeout = 30

# Once, before the workers are forked: settings that cannot be right end the server at once. The
# app opens no connection while it loads, so the workers have none to share.
preload_app = True
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108  where a worker's sign of life costs no disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108

# Whom to believe about X-Forwarded-* is said in one place: TRUSTED_PROXIES.
forwarded_allow_ips = ""


def when_ready(server: object) -> None:
    """Where the app writes JSON lines, a line for each request among them, gunicorn's own join."""
    if logging.getLogger().handlers:
        log = logging.getLogger("gunicorn.error")
        log.handlers.clear()
        log.propagate = True
