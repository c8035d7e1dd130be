"""`expand`: an id in an answer gives way to the object it names."""

from typing import Any

from sandbox.errors import Json, invalid
from sandbox.store import Store, public

_TYPES = {
    "ch": "charge", "py": "charge", "tr": "transfer", "fee": "application_fee", "acct": "account",
    "txn": "balance_transaction", "re": "refund", "pyr": "refund", "po": "payout",
    "pi": "payment_intent",
    "trr": "transfer_reversal", "pm": "payment_method", "dp": "dispute", "ba": "bank_account",
    "fr": "fee_refund",
}  # fmt: skip


def expanded(store: Store, answer: Json, paths: list[str]) -> Json:
    """The answer with each dotted path expanded; Stripe allows four levels."""
    for path in paths:
        parts = path.split(".")
        if len(parts) > 4:
            raise invalid("You cannot expand more than 4 levels of a property.", None, "expand")
        _expand(store, answer, parts, path)
    return answer


def _expand(store: Store, obj: Json, parts: list[str], path: str) -> None:
    name, rest = parts[0], parts[1:]
    if name not in obj:
        raise invalid(f"This property cannot be expanded ({path}).", None, "expand")
    obj[name] = _opened(store, obj[name])
    for inner in obj[name] if isinstance(obj[name], list) else [obj[name]]:
        if rest and isinstance(inner, dict):
            _expand(store, inner, rest, path)


def _opened(store: Store, value: Any) -> Any:
    if isinstance(value, list):
        return [_opened(store, each) for each in value]
    if isinstance(value, str):
        found = store.find(_TYPES.get(value.split("_")[0], ""), value)
        return public(found) if found else value
    return value
