"""Baskets: things of several sellers, and one payment for them all."""

from app.baskets.views import bp

__all__ = ["bp"]
