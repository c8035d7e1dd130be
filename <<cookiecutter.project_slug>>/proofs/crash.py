"""Killed at random moments under load, the platform loses no event and does nothing twice."""

import argparse
import random
import time

from app.models import Event, Order
from app.models.event import WAITING
from proofs.ground import where
from proofs.load import Load, asked_twice
from proofs.mortal import mortal
from proofs.platform_process import PlatformProcess
from proofs.spreading import bar
from proofs.truth import differences
from sandbox import Sandbox
from tests.platform_server import Database

LONGEST_LIFE = 1.5
"""Seconds that the platform is given before it is killed."""
HASTE = 36_000.0
"""Stripe's hours between deliveries become tenths of seconds."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--kills", type=int, default=50, help="how many (50)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other moments (1)")


def run(options: argparse.Namespace) -> str:
    """The proof as a command; the line of figures. Raises AssertionError."""
    with mortal(retry_compression=HASTE, payout_step=0.05, settle_after=0.02) as here:
        return _prove(options, *here)


def _prove(
    options: argparse.Namespace, platform: PlatformProcess, sandbox: Sandbox, database: Database
) -> str:
    platform.start()
    load = Load(platform.url, sandbox, database, options.seed)
    load.start()
    _kill(platform, options)
    load.stop()
    figures = come_to_rest(load, platform, sandbox, database)
    return f"crash on {where()}, seed {options.seed}: {options.kills} kills, {figures}"


def come_to_rest(
    load: Load, platform: PlatformProcess, sandbox: Sandbox, database: Database
) -> str:
    """Let the worker and Stripe finish, then look at every row; the figures. Raises AssertionError.

    The platform is up, and nobody buys any more.
    """
    taken = {each["event"] for each in sandbox.deliveries() if each["state"] == "delivered"}
    waiting = {each.id for each in database.all(Event) if each.state == WAITING}
    platform.flask("stripe", "work", "--once", "--now")
    _every_event_taken_is_processed(taken, database)
    _deliver_what_is_owed(sandbox)
    platform.flask("stripe", "work", "--once", "--now")
    _finish_orders(load, database)
    wrong = differences(sandbox, database) + asked_twice(sandbox, database)
    assert not wrong, "\n".join(wrong)
    return (
        f"{len(database.all(Event))} events, {len(taken)} answered 2xx meanwhile,"
        f" {len(waiting)} left to the worker, all processed;"
        f" {len(database.all(Order))} orders; 0 rows wrong, 0 made twice"
    )


def _kill(platform: PlatformProcess, options: argparse.Namespace) -> None:
    dice = random.Random(options.seed)
    with bar("kills", options.kills) as tick:
        for _ in range(options.kills):
            time.sleep(dice.uniform(0, LONGEST_LIFE))
            platform.kill()
            platform.start()
            tick(1)


def _every_event_taken_is_processed(taken: set[str], database: Database) -> None:
    """A 2xx said: it is stored. What is stored has been acted on by now."""
    stored = {each.id: each.state for each in database.all(Event)}
    lost = sorted(each for each in taken if stored.get(each, WAITING) == WAITING)
    assert not lost, f"answered 2xx and not processed: {lost}"


def _deliver_what_is_owed(sandbox: Sandbox) -> None:
    """Stripe goes on for three days; here even what it would have given up."""
    sandbox.drain(timeout=120)
    for delivery in sandbox.deliveries():
        if delivery["state"] != "delivered":
            statuses = sandbox.deliver(delivery["event"])
            assert statuses == [200], f"{delivery['event']} was answered {statuses}"


def _finish_orders(load: Load, database: Database) -> None:
    """Whoever comes back to an order that was interrupted gets the one PaymentIntent it has."""
    for order in database.all(Order):
        if order.payment_intent_id is None:
            answer = load.buyer.post(f"/checkout/orders/{order.reference}", "/")
            assert answer.status_code == 303, answer.text
