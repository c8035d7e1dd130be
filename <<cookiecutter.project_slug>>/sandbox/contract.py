"""What a request may say: the typed parameters that ship in the `stripe` package, word for word.

The sandbox keeps no list of parameters of its own, so it moves with the SDK's pinned version.
"""

import importlib
import re
import typing
from functools import cache
from types import UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin

import stripe
import typing_extensions
from stripe._request_options import RequestOptions

from sandbox.errors import Json, StripeError, invalid

API_VERSION: str = stripe.api_version
_OPTIONS = frozenset(RequestOptions.__annotations__)


def checked(params: Json, params_class: str) -> Json:
    """The parameters with their types, or the error Stripe gives.

    `params_class` is a name in `stripe.params`, such as `AccountCreateParams`, or in
    `stripe.params.v2.core` when it starts with `v2.core.`.
    """
    module, _, name = params_class.rpartition(".")
    home = importlib.import_module("stripe.params" + ("." + module if module else ""))
    # v2's lists are followed by the address of their next page, which no TypedDict declares.
    turned = {"page": params["page"]} if module and "page" in params else {}
    declared = {name: value for name, value in params.items() if name not in turned}
    return {**_hash(declared, getattr(home, name), ""), **turned}


def _hash(params: Json, shape: Any, within: str) -> Json:
    fields = _fields(shape)
    for name in params:
        if name not in fields:
            raise _unknown(f"{within}[{name}]" if within else name)
    for name, hint in fields.items():
        if name not in params and not _optional(hint):
            raise _missing(f"{within}[{name}]" if within else name)
    return {
        name: _value(value, _hint(shape, name), f"{within}[{name}]" if within else name)
        for name, value in params.items()
    }


@cache
def _fields(shape: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for base in reversed([shape, *getattr(shape, "__orig_bases__", ())]):
        found.update(getattr(base, "__annotations__", {}))
    return {name: hint for name, hint in found.items() if name not in _OPTIONS}


def _optional(hint: Any) -> bool:
    return get_origin(hint) is NotRequired


@cache
def _hint(shape: Any, name: str) -> Any:
    hint = _fields(shape)[name]
    if _optional(hint):
        (hint,) = get_args(hint)
    return _resolved(hint, shape.__module__)


def _resolved(hint: Any, module: str) -> Any:
    if isinstance(hint, str):
        hint = typing.ForwardRef(hint)
    if isinstance(hint, typing.ForwardRef):
        scope = {**vars(typing), **vars(importlib.import_module(module))}
        return eval(hint.__forward_arg__, scope)  # the SDK's own annotation text, never a request's
    return hint


def _value(value: Any, hint: Any, param: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of(value, get_args(hint), param)
    if origin is Literal:
        if value in get_args(hint):
            return value
        raise invalid(f"Invalid {param}: must be one of {_words(get_args(hint))}", param=param)
    if origin is list:
        if not isinstance(value, list):
            raise invalid("Invalid array", param=param)
        (item,) = get_args(hint)
        return [_value(each, item, f"{param}[{at}]") for at, each in enumerate(value)]
    if typing_extensions.is_typeddict(hint):
        if not isinstance(value, dict):
            raise invalid("Invalid object", param=param)
        return _hash(value, hint, param)
    if hint in _SCALARS:
        return _SCALARS[hint](value, param)
    if origin is dict or isinstance(value, dict):
        return _labels(value, param)
    return value


def _one_of(value: Any, arms: tuple[Any, ...], param: str) -> Any:
    choices = [word for arm in arms if get_origin(arm) is Literal for word in get_args(arm)]
    if value in choices:
        return value
    # `Literal[...] | str` is how the SDK leaves room for words of later versions; today's Stripe
    # knows only the words listed, and says so. `Literal[""] | X` only means "may be unset".
    others = [arm for arm in arms if get_origin(arm) is not Literal and arm is not type(None)]
    if any(choices) and str in others and isinstance(value, str):
        others.remove(str)
    refusal = invalid(f"Invalid {param}: must be one of {_words(choices)}", param=param)
    for arm in others:
        try:
            return _value(value, arm, param)
        except StripeError as reason:
            refusal = reason
    raise refusal


def _integer(value: Any, param: str) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"-?\d+", str(value)):
        raise invalid(f"Invalid integer: {value}", "parameter_invalid_integer", param)
    return int(value)


def _boolean(value: Any, param: str) -> bool:
    if str(value).lower() not in ("true", "false"):
        raise invalid(f"Invalid boolean: {value}", param=param)
    return str(value).lower() == "true"


def _text(value: Any, param: str) -> str:
    if value == "":
        raise invalid(
            f"You passed an empty string for '{param}'. We assume empty values are an attempt to"
            f" unset a parameter; however '{param}' cannot be unset. You should remove '{param}'"
            " from your request or supply a non-empty value.",
            "parameter_invalid_empty",
            param,
        )
    if not isinstance(value, str):
        raise invalid(f"Invalid string: {value}", param=param)
    return value


def _labels(value: Any, param: str) -> Json:
    if not isinstance(value, dict):
        raise invalid("Invalid object", param=param)
    for name, text in value.items():
        if len(name) > 40 or len(str(text)) > 500:
            raise invalid(f"{param}: keys hold up to 40 characters, values up to 500", param=param)
    return value


_SCALARS: dict[Any, Any] = {int: _integer, bool: _boolean, str: _text}


def _words(choices: Any) -> str:
    *most, last = [str(choice) for choice in choices if choice != ""] or [""]
    return f"{', '.join(most)}, or {last}" if most else last


def _missing(param: str) -> StripeError:
    return invalid(f"Missing required param: {param}.", "parameter_missing", param)


def _unknown(param: str) -> StripeError:
    if param == "payment_method_types":
        return invalid(
            "The payment_method_types parameter is no longer supported. Use"
            " allowed_payment_method_types, or manage payment methods from the Dashboard.",
            "payment_method_types_no_longer_supported",
            param,
        )
    return invalid(f"Received unknown parameter: {param}", "parameter_unknown", param)
