"""Where a stored event is processed: by Celery's workers, who are told of it over the broker.

A message names an event and says nothing more. What is left to do stands in the event's row, so a
message may be lost, doubled or late; what no message told of, the sweep finds.
"""

import logging
import queue
import threading
import time
from collections.abc import Mapping
from typing import Any

from flask import current_app

from app import inbox
from app.celery_app import PROCESS, make_celery

logger = logging.getLogger(__name__)

MOST_UNTOLD = 10_000
PAUSE = 1.0
"""Seconds without another try after the broker failed."""


def hand_over(event_id: str) -> None:
    """Have a worker process the event. Never waits for the broker, nor fails because of it.

    Without CELERY_BROKER_URL it is processed here. Raises what kept it from being so.
    """
    if not current_app.config["CELERY_BROKER_URL"]:
        inbox.process(event_id)
        return
    messenger = current_app.extensions.get("messenger")
    if messenger is None:
        messenger = Messenger(current_app.config)
        messenger = current_app.extensions.setdefault("messenger", messenger)
    messenger.tell(event_id)


def trouble() -> tuple[str, str] | None:
    """What keeps stored events from being processed, and what ends that; None where nothing does.

    Asks the broker and over it the workers: two seconds, or ten where a Redis keeps silent.
    """
    if not current_app.config["CELERY_BROKER_URL"]:
        return None
    queue = current_app.config["CELERY_QUEUE"]
    try:
        answers = make_celery(current_app.config).control.inspect(timeout=2).active_queues() or {}
    except Exception as failure:
        # Each kind of broker has errors of its own.
        return (
            f"The broker does not answer ({type(failure).__name__}): stored events wait.",
            "start it, or correct CELERY_BROKER_URL",
        )
    if queue not in {each["name"] for queues in answers.values() for each in queues}:
        return (
            "No worker of this queue answers: stored events wait.",
            "celery --app app.worker worker --beat",
        )
    return None


class Messenger:
    """A thread that speaks to the broker, so that no request has to: it may be slow, or gone."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._celery = make_celery(config)
        self._untold: queue.Queue[str] = queue.Queue(MOST_UNTOLD)
        self._thread = threading.Thread(target=self._run, daemon=True, name="messenger")
        self._starting = threading.Lock()

    def tell(self, event_id: str) -> None:
        """Send the message by and by; while too many wait to be sent, leave it to the sweep."""
        # The thread is begun late: a server that forks its processes forks no threads.
        with self._starting:
            if self._thread.ident is None:
                self._thread.start()
        try:
            self._untold.put_nowait(event_id)
        except queue.Full:
            logger.warning("the broker is behind; %s is left to the sweep", event_id)

    def _run(self) -> None:
        while True:
            event_id = self._untold.get()
            try:
                self._celery.send_task(PROCESS, (event_id,), retry=False)
            except Exception as failure:
                # Whatever it is, the event is stored; no event may end this thread.
                logger.warning("the broker was not told of %s: %s", event_id, failure)
                time.sleep(PAUSE)
