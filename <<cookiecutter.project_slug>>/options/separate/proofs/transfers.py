"""Killed between the transfers of a payment over three sellers, it ends with exactly one each."""

import argparse
import logging
import os
import random
import signal
import threading
from collections.abc import Callable
from typing import Any

from app.models import Product, Transfer
from app.separate.models import BasketOrder
from app.separate.moves import SellerTransfer
from proofs.ground import where
from proofs.load import SELLERS, Load
from proofs.mortal import mortal
from proofs.platform_process import PlatformProcess
from proofs.spreading import bar
from sandbox import Sandbox
from tests.platform_server import Database

PATIENCE = 60
"""Seconds until a process that should have been killed is overdue."""
MOMENTS = [(number, made) for number in range(1, SELLERS + 1) for made in (False, True)]
"""Which transfer it dies at, and whether Stripe has made it by then."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--kills", type=int, default=50, help="how many (50)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other moments (1)")


def run(options: argparse.Namespace) -> str:
    """The proof as a command; the line of figures. Raises AssertionError."""
    dice = random.Random(options.seed)
    with mortal() as (platform, sandbox, database):
        platform.start()
        load = Load(platform.url, sandbox, database, options.seed)
        trap = Trap(sandbox)
        kills = orders = 0
        with bar("kills", options.kills) as tick:
            while kills < options.kills:
                order = _an_order(load, database)
                died = _pay_and_die(platform, sandbox, trap, order, dice, options.kills - kills)
                platform.flask("stripe", "work", "--once", "--now")
                sandbox.release()
                _hold_one_transfer_each(order, sandbox, database)
                kills, orders = kills + died, orders + 1
                tick(died)
        sandbox.drain(timeout=PATIENCE)
        told = len(database.all(Transfer))
        assert told == orders * SELLERS, f"{told} transfers were told of {orders} orders"
    return (
        f"transfers on {where()}, seed {options.seed}: {kills} kills between the transfers of"
        f" {orders} payments over {SELLERS} sellers; exactly one transfer each, 0 made twice"
    )


class Trap:
    """Kills whoever asks Stripe for a certain transfer, just before or just after it is made."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._kill: Callable[[], None] | None = None
        self._left, self._made = 0, False
        self._sprung = threading.Event()
        logging.getLogger("sandbox.web").addFilter(_is_no_death)
        sandbox.before_answer = lambda *call: self._meets(False, *call)
        sandbox.on_answer = lambda *call: self._meets(True, *call)

    def arm(self, kill: Callable[[], None], number: int, made: bool) -> None:
        """For the transfer of this number from now on."""
        self._kill, self._left, self._made = kill, number, made
        self._sprung.clear()

    def wait(self) -> None:
        """Until it has killed. Raises AssertionError where nobody came."""
        assert self._sprung.wait(PATIENCE), "nobody asked for the transfer"

    def _meets(self, made: bool, method: str, path: str, _: Any) -> None:
        if self._kill is None or made != self._made or (method, path) != ("POST", "/v1/transfers"):
            return
        self._left -= 1
        if self._left == 0:
            self._kill()
            self._kill = None
            self._sprung.set()
            if not made:
                raise NeverArrived


class NeverArrived(Exception):
    """Whoever asked died on the way, so Stripe makes nothing and remembers nothing."""


def _is_no_death(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], NeverArrived))


def _an_order(load: Load, database: Database) -> BasketOrder:
    for product in database.all(Product):
        load.buyer.post(f"/basket/items/{product.id}", "/")
    answer = load.buyer.post("/basket/orders", "/basket")
    assert answer.status_code == 303, answer.text
    return database.all(BasketOrder)[-1]


def _pay_and_die(
    platform: PlatformProcess, sandbox: Sandbox, trap: Trap, order: BasketOrder,
    dice: random.Random, most: int,
) -> int:  # fmt: skip
    """The server is killed while it hears of the charge; its worker perhaps, too. How often."""
    number, made = dice.choice(MOMENTS)
    trap.arm(platform.kill, number, made)
    sandbox.pay(str(order.payment_intent_id))
    trap.wait()
    sandbox.hold()  # from here on nothing but its own worker brings it on
    platform.start()
    left = SELLERS - number + (not made)
    if most < 2 or left == 0 or dice.random() < 0.5:
        return 1
    worker = platform.start_worker()
    trap.arm(lambda: os.killpg(worker.pid, signal.SIGKILL), dice.randint(1, left), made=True)
    trap.wait()
    worker.wait()
    return 2


def _hold_one_transfer_each(order: BasketOrder, sandbox: Sandbox, database: Database) -> None:
    made = [
        (each["destination"], each["amount"], each["id"])
        for each in sandbox.objects("transfer")
        if each["transfer_group"] == order.reference
    ]
    asked = [
        (share.account_id, share.amount, share.stripe_id)
        for share in database.all(SellerTransfer)
        if share.basket_order_id == order.id
    ]
    assert len(asked) == SELLERS
    assert sorted(made) == sorted(asked), f"{order.reference}: {made} at Stripe, {asked} here"
