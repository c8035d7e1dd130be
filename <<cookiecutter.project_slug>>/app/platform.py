"""The Flask app itself: Flask, but a webhook skips what is there for people and their pages."""

from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from app import headers, logs


class Sessions(SecureCookieSessionInterface):
    """Flask's, but nothing is made ready to read a cookie where none came."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session that the request's cookie holds, or an empty one."""
        if "HTTP_COOKIE" in request.environ:
            return super().open_session(app, request)
        return self.session_class()


class Platform(Flask):
    """Flask, where a webhook goes straight to its view: its signature is all that it needs.

    It has no session, form or page for the extensions to look after, and Stripe sends many at once.
    """

    session_interface = Sessions()

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Give the request its id before anything may refuse it."""
        logs.begin()
        return None if request.blueprint == "webhooks" else super().preprocess_request()

    def process_response(self, response: Response) -> Response:
        """Add what every response carries, and log what came of it, last of all."""
        if request.blueprint != "webhooks":
            response = super().process_response(response)
        return logs.end(headers.add(response))

    def do_teardown_request(self, *args: Any) -> None:
        """Let the extensions forget the request, where they saw it."""
        if request.blueprint != "webhooks":
            super().do_teardown_request(*args)
