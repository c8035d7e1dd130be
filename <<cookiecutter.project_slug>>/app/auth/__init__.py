"""People: signing up, in and out."""

from app.auth.views import bp

__all__ = ["bp"]
