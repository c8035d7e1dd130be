"""A stand-in for Stripe: a small, stateful, separate web application. `app` does not know it exists."""

from sandbox.instance import Sandbox
from sandbox.settings import Settings

__all__ = ["Sandbox", "Settings"]
