"""What can go wrong at Stripe, as the rest of the app knows it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import stripe

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger(__name__)


class NotFromStripe(Exception):
    """A webhook body that no secret of its endpoint vouches for, or that holds no event."""


class StripeUnavailable(Exception):
    """The outcome is unknown: try again, with the same idempotency key."""


class StripeRefused(Exception):
    """Stripe said no, and nothing was made. `code` is Stripe's own word, where it has one."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class AccountsV1Refused(StripeRefused):
    """This platform may not use POST /v1/accounts (docs.stripe.com/connect/accounts-v2)."""


class AccessLost(StripeRefused):
    """The platform may no longer act for this connected account.

    Not to be confused with a restricted key that lacks a permission, which is StripeRefused: it
    says nothing about the seller.
    """


def speaks_to_stripe(call: Callable[P, R]) -> Callable[P, R]:
    """Turn the SDK's exceptions into ours; log what identifies a failure and nothing more."""

    @wraps(call)
    def speak(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except stripe.StripeError as error:
            problem = _translated(error, call.__name__)
        # Raised out here, the SDK's exception is not even its context. It holds the whole reply,
        # which may hold a client secret, and error trackers follow contexts.
        raise problem

    return speak


def _translated(error: stripe.StripeError, call: str) -> Exception:
    code = error.error.code if error.error else error.code
    logger.warning(
        "Stripe %s: status=%s code=%s request=%s", call, error.http_status, code, error.request_id
    )
    message = error.user_message or str(error.code or "Stripe refused the request.")
    if code == "account_invalid":
        return AccessLost(message, code)
    if is_refusal_of_accounts_v1(error):
        return AccountsV1Refused(message, code)
    if isinstance(
        error,
        stripe.InvalidRequestError | stripe.CardError | stripe.AuthenticationError
        | stripe.PermissionError | stripe.IdempotencyError,
    ):  # fmt: skip
        return StripeRefused(message, code)
    return StripeUnavailable(f"Stripe could not be reached or was too busy ({call}).")


def is_refusal_of_accounts_v1(error: stripe.StripeError) -> bool:
    """Stripe has no code for it; the text leads to what to use instead."""
    message = error.user_message or ""
    return isinstance(error, stripe.InvalidRequestError) and "/v2/core/accounts" in message
