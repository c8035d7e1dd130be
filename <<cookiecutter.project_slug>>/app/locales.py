"""How whoever asks for a page writes numbers and dates; the pages' words are English for all."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask import has_request_context, request

ENGLISH = Locale.parse("en_001")
"""English as it is written anywhere: 1,200.50 and 22 Nov 2026. Of commands, and of the unknown."""


def visitors_locale() -> Locale:
    """The first language of the request's Accept-Language that is known."""
    if not has_request_context():
        return ENGLISH
    return _first_known(tuple(request.accept_languages.values()))


@lru_cache(maxsize=256)
def _first_known(names: tuple[str, ...]) -> Locale:
    for name in names:
        try:
            return Locale.parse(name, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return ENGLISH
