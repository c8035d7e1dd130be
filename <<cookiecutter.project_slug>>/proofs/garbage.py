"""Garbage under a right signature, as only a mistake of Stripe's own could be."""

import json
import random
from copy import deepcopy
from typing import Any

from proofs.mutations import SECRETS, Request, event, signed

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**63, -(2**63) - 1, 10**400, 1e400, float("nan"), "", " ", "x" * 256,
    "\0", "\n", "\ud800", "é", "🦀", "0001-01-01", "9999-12-31T23:59:59Z", [], {}, [[]], {"id": {}},
    {"object": None}, "evt_1", "charge.updated", "v2.core.event",
)  # fmt: skip
"""Values that some part of an event may hold all of a sudden. Never False: see `signed_garbage`."""


def signed_garbage(dice: random.Random) -> Request:
    """A right signature over what is no event, or over one that is not for this app to act on.

    Each is an event of the other mode with parts made odd. No part becomes False, so livemode
    cannot turn into this app's own mode: there is nothing here to act on.
    """
    path = dice.choice(list(SECRETS))
    body = event(dice, path, livemode=True)
    for _ in range(dice.choice((0, 1, 1, 2, 4))):
        _spoil(dice, body)
    text = json.dumps(body if dice.random() < 0.95 else dice.choice(ODD))
    if dice.random() < 0.1:
        text = text[: dice.randrange(len(text) + 1)]
    return signed(path, text, SECRETS[path])


def _spoil(dice: random.Random, body: dict[str, Any]) -> None:
    name = dice.choice(list(body))
    inner = body[name]
    if isinstance(inner, dict) and inner and dice.random() < 0.6:
        _spoil(dice, inner)
    elif dice.random() < 0.2:
        del body[name]
        body["_"] = None
    else:
        body[name] = deepcopy(dice.choice(ODD))
