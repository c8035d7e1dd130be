"""Whatever comes in at the three webhook endpoints, nothing breaks and no stranger gets a row.

Nine in ten of the requests are changed after Stripe signed them, or were never signed: they are
answered 4xx and store nothing. One in ten is garbage under a right signature, as only Stripe's
own mistake could be: it is answered 400 and stores nothing, or, where it is a well-formed event
of the other mode, it is answered 200 and stored as ignored.
"""

import argparse
import random
from collections import Counter

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.models import Event
from app.models.event import IGNORED
from proofs.garbage import signed_garbage
from proofs.ground import Ground, ground, where
from proofs.mutations import Request, unsigned
from proofs.spreading import cores, shares, spread, tick

BATCH = 200


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--bodies", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other bodies (1)")


def run(options: argparse.Namespace) -> str:
    """The proof as a command; the line of figures. Raises AssertionError."""
    parts = shares(options.bodies, cores())
    seeds = [(part, options.seed * 1000 + number) for number, part in enumerate(parts) if part]
    figures = sum(spread("bodies", options.bodies, prove, seeds), Counter[str]())
    return (
        f"fuzz on {where()}, seed {options.seed}: {figures['unsigned']} not signed by Stripe:"
        f" all refused, 0 rows; {figures['signed']} signed garbage: {figures['refused']} refused,"
        f" {figures['ignored']} stored as ignored; 0 answers of 5xx"
    )


def prove(bodies: int, number: int) -> Counter[str]:
    """Send so many requests made from a seed; the figures. Raises AssertionError."""
    figures: Counter[str] = Counter()
    dice = random.Random(number)
    with ground() as standing:
        for begin in range(0, bodies, BATCH):
            size = min(BATCH, bodies - begin)
            if (begin // BATCH) % 10 == 9:
                figures.update(_signed(standing, dice, size))
            else:
                figures.update(_unsigned(standing, dice, size))
            tick(size)
    return figures


def _unsigned(standing: Ground, dice: random.Random, size: int) -> Counter[str]:
    for _ in range(size):
        request = unsigned(dice)
        status = send(standing.app, request)
        assert 400 <= status < 500, f"answered {status}: {request}"
    assert standing.database.all(Event) == [], "a row for what Stripe did not sign"
    return Counter(unsigned=size)


def _signed(standing: Ground, dice: random.Random, size: int) -> Counter[str]:
    taken = 0
    for _ in range(size):
        request = signed_garbage(dice)
        status = send(standing.app, request)
        assert status in (200, 400), f"answered {status}: {request}"
        taken += status == 200
    rows = standing.database.all(Event)
    assert {row.state for row in rows} <= {IGNORED}, "garbage that waits to be acted on"
    assert len(rows) <= taken, "a row for what was refused"
    standing.forget()
    return Counter(signed=size, refused=size - taken, ignored=taken)


def send(app: Flask, request: Request) -> int:
    """Hand it to the app as a server would, false length and all; the status answered."""
    environ = EnvironBuilder(
        path=f"/webhooks/stripe{request.path}",
        method="POST",
        data=request.body,
        headers=[("Stripe-Signature", request.signature), *request.headers.items()],
    ).get_environ()
    if request.length is not None:
        environ["CONTENT_LENGTH"] = request.length
    _, status, _ = run_wsgi_app(app, environ)
    return int(status.split()[0])
