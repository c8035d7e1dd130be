"""How Stripe's API reads a form: `a[b][0]=c` is a list inside a hash."""

import re
from typing import Any

from sandbox.errors import Json

_KEY_PARTS = re.compile(r"\[([^\[\]]*)\]")


def decode(pairs: list[tuple[str, str]]) -> Json:
    """Turn form pairs into nested hashes and lists; every value stays text."""
    tree: Json = {}
    for key, value in pairs:
        name, _, rest = key.partition("[")
        path = [name, *_KEY_PARTS.findall("[" + rest if rest else "")]
        _put(tree, path, value)
    return {name: _lists(value) for name, value in tree.items()}


def _put(tree: Json, path: list[str], value: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
    tree[path[-1] or str(len(tree))] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    items = {name: _lists(inner) for name, inner in value.items()}
    if items and all(name.isdigit() for name in items):
        return [items[name] for name in sorted(items, key=int)]
    return items
