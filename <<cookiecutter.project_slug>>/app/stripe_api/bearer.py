"""Links that let whoever holds them in, kept from everyone who might write them down."""

from typing import Any


class BearerUrl:
    """A URL that lets whoever holds it in. It shows itself only to `reveal`, in the redirect."""

    __slots__ = ("_url",)

    def __init__(self, url: str) -> None:
        self._url = url

    def reveal(self) -> str:
        """The URL itself: put it into a Location header, and nowhere else."""
        return self._url

    def __repr__(self) -> str:
        return "<BearerUrl>"

    __str__ = __repr__

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("a bearer URL is never stored")
