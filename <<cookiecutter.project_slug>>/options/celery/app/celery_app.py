"""Celery: how it reaches the broker, and what its workers do with a message."""

from collections.abc import Mapping
from typing import Any

from celery import Celery
from flask import Flask

from app import inbox, sweep

PROCESS = "process_event"
SWEEP = "sweep"
SWEEP_EVERY = 5.0
"""Seconds; so late may an attempt be that is due."""


def make_celery(config: Mapping[str, Any]) -> Celery:
    """A Celery that can send messages; its tasks are the workers' (see `serve`)."""
    celery = Celery("app", broker=config["CELERY_BROKER_URL"], set_as_current=False)
    celery.conf.update(
        task_default_queue=config["CELERY_QUEUE"],
        task_ignore_result=True,
        # Seconds. A broker that is gone is given up soon: the next message tries again.
        broker_connection_timeout=2,
        broker_transport_options={
            "socket_connect_timeout": 2, "socket_timeout": 10,
            "max_retries": 0, "interval_start": 0, "interval_step": 0,
        },
        # A worker, though, waits until there is one.
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        # The work is waiting for Stripe: threads do.
        worker_pool="threads",
        worker_concurrency=8,
        worker_prefetch_multiplier=4,
        worker_hijack_root_logger=False,
        # In memory: the sweep may begin anew at any time.
        beat_scheduler="celery.beat.Scheduler",
        beat_schedule={SWEEP: {"task": SWEEP, "schedule": SWEEP_EVERY}},
    )  # fmt: skip
    return celery


def serve(app: Flask) -> Celery:
    """The Celery of a worker: the one that has the tasks."""
    celery = make_celery(app.config)

    # Each event costs at least one read of Stripe; Celery keeps to the pace in each worker.
    @celery.task(name=PROCESS, rate_limit=f"{app.config['STRIPE_READS_PER_SECOND']}/s")
    def process_event(event_id: str) -> None:
        with app.app_context():
            # A failure is noted on the event, with the time of its next attempt.
            list(inbox.drain([event_id]))

    @celery.task(name=SWEEP)
    def hand_over_what_is_due() -> None:
        with app.app_context():
            for event_id in sweep.due():
                process_event.delay(event_id)

    return celery
