"""The operators' desk: everything on the platform, for those who run it."""

from app.operators import lists, remedies, search, stories
from app.operators.desk import bp

__all__ = ["bp", "lists", "remedies", "search", "stories"]
