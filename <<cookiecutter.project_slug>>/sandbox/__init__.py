"""A stand-in for Stripe: a small, stateful, separate application that `app` knows nothing of."""

from sandbox.instance import Sandbox
from sandbox.settings import Settings

__all__ = ["Sandbox", "Settings"]
