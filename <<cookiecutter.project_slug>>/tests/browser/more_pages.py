"""What an option's pages add to the gallery: who looks at them, and rows for them to show."""

from app.models import User
from tests.platform_server import Platform

VISITORS: dict[str, list[str]] = {}


def hang(platform: Platform, buyer: User, seller: User) -> dict[str, str]:
    """Put there what these pages show; the references in their addresses, by name."""
    return {}
