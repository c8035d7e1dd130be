"""Pages as their readers get them: words, without the markup; and an operator to read with."""

import re
from html import unescape

from tests.people import Person
from tests.platform_server import Platform


def words(person: Person, path: str) -> str:
    """All that a page says."""
    answer = person.get(path)
    assert answer.status_code == 200, path
    return _plain(answer.text)


def part(person: Person, id: str, path: str) -> str:
    """What one section of a page says."""
    section = re.search(rf'<section[^>]* id="{id}".*?</section>', person.get(path).text, re.S)
    assert section, id
    return _plain(section[0])


def rows(person: Person, path: str) -> list[str]:
    """What each row of a page's tables says, from the top."""
    answer = person.get(path)
    assert answer.status_code == 200, path
    found = re.findall(r"<tr>(.*?)</tr>", answer.text.partition("<tbody>")[2], re.S)
    return [_plain(row) for row in found]


def an_operator(platform: Platform, email: str = "olga@example.com") -> Person:
    """Somebody new, made an operator where operators are made."""
    person = platform.person(email)
    make_operator(platform, email)
    return person


def make_operator(platform: Platform, email: str) -> None:
    """Let somebody who has signed up be an operator."""
    result = platform.app.test_cli_runner().invoke(args=["users", "create-operator", email])
    assert result.exit_code == 0, result.output


def _plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())
