"""Separate charges and transfers: one payment, a transfer for each seller, and their way back."""

from app.inbox import FOLLOW_UPS
from app.reconciliation import KINDS
from app.separate.follow import follow
from app.separate.loading import BASKETS


def register() -> None:
    """Have the inbox act on confirmed charges, and reconciliation know who asked for them."""
    FOLLOW_UPS.append(follow)
    KINDS.append(BASKETS)
