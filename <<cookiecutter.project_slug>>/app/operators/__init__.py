"""The operators' desk: everything on the platform, for those who run it."""

from app.operators.views import bp

__all__ = ["bp"]
