"""The Flask app itself: Flask, but a webhook skips what is there for people and their pages."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from app import headers, logs


class Platform(Flask):
    """Flask, where a webhook goes straight to its view: its signature is all that it needs.

    It has no session, form or page for the extensions to look after, and Stripe sends many at once.
    """

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Give the request its id before anything may refuse it."""
        logs.begin()
        return None if request.blueprint == "webhooks" else super().preprocess_request()

    def process_response(self, response: Response) -> Response:
        """Add what every response carries, and log what came of it, last of all."""
        if request.blueprint != "webhooks":
            response = super().process_response(response)
        return logs.end(headers.add(response))
