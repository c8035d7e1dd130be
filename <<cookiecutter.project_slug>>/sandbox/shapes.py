"""What an object may look like: the fields the `stripe` package's resource classes declare.

The sandbox keeps no list of fields of its own, so it moves with the SDK's pinned version.
"""

import importlib
import inspect
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import stripe
from stripe._list_object import ListObject
from stripe._stripe_object import StripeObject

from sandbox.errors import Json

CLASSES: dict[str, Any] = {
    "account": stripe.Account,
    "account_link": stripe.AccountLink,
    "application": stripe.Application,
    "application_fee": stripe.ApplicationFee,
    "balance": stripe.Balance,
    "balance_transaction": stripe.BalanceTransaction,
    "bank_account": stripe.BankAccount,
    "capability": stripe.Capability,
    "charge": stripe.Charge,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "fee_refund": stripe.ApplicationFeeRefund,
    "list": ListObject,
    "login_link": stripe.LoginLink,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "payout": stripe.Payout,
    "refund": stripe.Refund,
    "transfer": stripe.Transfer,
    "transfer_reversal": stripe.TransferReversal,
    "v2.core.account": stripe.v2.core.Account,
    "v2.core.account_link": stripe.v2.core.AccountLink,
    "v2.core.event": stripe.v2.core.Event,
    "v2.core.event_destination": stripe.v2.core.EventDestination,
    "webhook_endpoint": stripe.WebhookEndpoint,
}
_THIN_EXTRA = {"related_object"}
"""Declared on each thin event's own class, not on the one they share."""


@dataclass
class Comparison:
    """One object beside its class: how many fields are declared and given, and what is wrong."""

    declared: int = 0
    given: int = 0
    faults: list[str] = field(default_factory=list)


def compare(obj: Json) -> Comparison:
    """Hold an object of the API against the SDK class of its `object`."""
    kind = obj.get("object")
    if kind not in CLASSES:
        return Comparison(faults=[f"no class for object {kind!r}"])
    found = Comparison()
    _compare(obj, CLASSES[kind], str(kind), found)
    return found


def _compare(obj: Json, shape: Any, path: str, found: Comparison) -> None:
    hints = _hints(shape)
    extra = _THIN_EXTRA if obj.get("object") == "v2.core.event" else set()
    counted = path == obj.get("object")
    if counted:
        found.declared, found.given = len(hints), len(set(hints) & set(obj))
    extra |= {"object"} if shape is ListObject else set()
    for name in sorted(set(obj) - set(hints) - extra):
        found.faults.append(f"{path}.{name} is not declared")
    for name, hint in hints.items():
        if name in obj:
            found.faults.extend(_wrong(obj[name], hint, f"{path}.{name}", found))
        elif not _may_be_none(hint):
            found.faults.append(f"{path}.{name} is required and missing")


def _wrong(value: Any, hint: Any, path: str, found: Comparison) -> Iterator[str]:
    """What is wrong with a value, where its annotation is `hint`."""
    if value is None:
        if not _may_be_none(hint):
            yield f"{path} is null and may not be"
        return
    arms = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    words = [word for arm in arms if get_origin(arm) is Literal for word in get_args(arm)]
    if words and isinstance(value, str | bool):
        # `Literal[...] | str` leaves room for later versions' words; these are today's.
        if value not in words and not (str in arms and _is_reference(arms)):
            yield f"{path} is {value!r}, not one of {words}"
        return
    if isinstance(value, dict):
        yield from _wrong_object(value, arms, path, found)
    elif isinstance(value, list):
        item = next((get_args(arm)[0] for arm in arms if get_origin(arm) is list), None)
        if item is None:
            yield f"{path} is a list and should not be"
        for at, each in enumerate(value):
            yield from _wrong(each, item, f"{path}[{at}]", found) if item else ()
    elif type(value) not in arms and not (type(value) is int and float in arms):
        yield f"{path} is {type(value).__name__}, not {hint}"


def _wrong_object(
    value: Json, arms: tuple[Any, ...], path: str, found: Comparison
) -> Iterator[str]:
    if isinstance(value.get("object"), str) and value["object"] in CLASSES:
        inner = compare(value)
        yield from (f"{path}: {fault}" for fault in inner.faults)
        return
    classes = [arm for arm in arms if inspect.isclass(arm) and issubclass(arm, StripeObject)]
    if classes:
        _compare(value, classes[0], path, found)
    elif not any("UntypedStripeObject" in str(arm) or arm is Any for arm in arms):
        yield f"{path} is a hash and should not be"


def _is_reference(arms: tuple[Any, ...]) -> bool:
    return any(inspect.isclass(arm) and issubclass(arm, StripeObject) for arm in arms)


def _may_be_none(hint: Any) -> bool:
    return type(None) in get_args(hint) or hint is Any


@cache
def _hints(shape: Any) -> dict[str, Any]:
    """A class's own fields, with names that the SDK imports for type checkers only made real."""
    fields: dict[str, Any] = {}
    for base in reversed(shape.__mro__):
        if not base.__module__.startswith("stripe.") or base in (StripeObject, *_ABSTRACT):
            continue
        scope = {**vars(stripe), **vars(importlib.import_module(base.__module__)), **vars(typing)}
        for name, hint in inspect.get_annotations(base).items():
            if "ClassVar" not in str(hint) and not name.startswith("_"):
                fields[name] = _real(hint, scope)
    return fields


_ABSTRACT = tuple(
    base
    for name, base in vars(importlib.import_module("stripe._api_resource")).items()
    if inspect.isclass(base) and name.endswith("Resource")
)


def _real(hint: Any, scope: dict[str, Any]) -> Any:
    if isinstance(hint, str):
        hint = typing.ForwardRef(hint)
    if isinstance(hint, typing.ForwardRef):
        name = hint.__forward_arg__
        # A class imported for type checkers only: an id, or an object of its own, stands there.
        return scope.get(name, StripeObject) if name.isidentifier() else eval(name, scope)
    origin, inner = get_origin(hint), tuple(_known(arm, scope) for arm in get_args(hint))
    if origin in (Union, UnionType):
        return Union[inner]  # noqa: UP007  built at run time
    if origin is list:
        return list[inner[0]]  # type: ignore[valid-type]
    return hint


def _known(arm: Any, scope: dict[str, Any]) -> Any:
    return _real(arm, scope) if not isinstance(arm, str) else arm
