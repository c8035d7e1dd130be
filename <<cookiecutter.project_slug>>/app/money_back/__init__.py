"""Money that goes back: refunds, transfers reversed for a dispute, and transfers sent again.

Each is claimed by a row of ours first, shown in figures before it is asked, and true only once
Stripe's events have told of it.
"""

from app.money_back.asking import Superseded
from app.money_back.effect import Effect, Impossible
from app.money_back.recovery import preview_reversal, reverse_transfer, send_again
from app.money_back.refunds import ask_refund, preview_refund, refundable

__all__ = [
    "Effect",
    "Impossible",
    "Superseded",
    "ask_refund",
    "preview_refund",
    "preview_reversal",
    "refundable",
    "reverse_transfer",
    "send_again",
]
