"""The operators' desk: everything on the platform, for those who run it."""

from app.operators import asking, earnings, lessons, lists, money_back, remedies, search, stories
from app.operators.desk import bp

__all__ = [
    "asking",
    "bp",
    "earnings",
    "lessons",
    "lists",
    "money_back",
    "remedies",
    "search",
    "stories",
]
