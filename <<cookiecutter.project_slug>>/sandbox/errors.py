"""What Stripe answers when it refuses: status, type, code and words.

Docs: https://docs.stripe.com/api/errors and https://docs.stripe.com/error-codes.
"""

from typing import Any

Json = dict[str, Any]


class StripeError(Exception):
    """A refusal in Stripe's shape; with `keep`, what happened so far stays (as with a decline)."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        type: str = "invalid_request_error",
        keep: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keep = keep
        fields: Json = {"code": code, "message": message, "param": param, "type": type, **more}
        if code:
            fields["doc_url"] = "https://docs.stripe.com/error-codes/" + code.replace("_", "-")
        self.error = {name: value for name, value in fields.items() if value is not None}

    @property
    def body(self) -> Json:
        """The JSON that goes over the wire."""
        return {"error": self.error}


def invalid(message: str, code: str | None = None, param: str | None = None) -> StripeError:
    """400: the request can not be carried out as it stands."""
    return StripeError(400, message, code=code, param=param)


def too_small(param: str) -> StripeError:
    """400: an amount below one."""
    message = "This value must be greater than or equal to 1."
    return invalid(message, "parameter_invalid_integer", param)


def missing(noun: str, id: str, param: str = "id", status: int = 404) -> StripeError:
    """`resource_missing`: 404 for an id in the path, 400 for one inside the parameters."""
    message = f"No such {noun}: '{id}'"
    return StripeError(status, message, code="resource_missing", param=param)


def bad_key(key: str) -> StripeError:
    """401: a key Stripe does not know, shown back only in part."""
    if not key:
        return StripeError(401, "You did not provide an API key. Pass it as a Bearer token.")
    return StripeError(401, f"Invalid API Key provided: {key[:8]}{'*' * 12}{key[-4:]}")


def no_access(account: str) -> StripeError:
    """403: `Stripe-Account` names an account this platform is not connected to."""
    return StripeError(
        403,
        f"The provided key does not have access to account '{account}' (or that account does not"
        " exist). Application access may have been revoked.",
        code="account_invalid",
    )


def declined(error: Json) -> StripeError:
    """402: the card said no. The failed charge stays on the books."""
    return StripeError(402, type="card_error", keep=True, **error)
