"""What an option's rooms add to the crowd: lines of its table, forms, and rows of ben's."""

from typing import Any

ACCESS = ""
FORMS: dict[str, dict[str, str]] = {}


def furnish(crowd: Any) -> dict[str, dict[str, str]]:
    """Make rows of ben's; by endpoint, what names them in its address and must not reach others."""
    return {}
