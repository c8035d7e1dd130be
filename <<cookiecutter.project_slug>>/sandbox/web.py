"""The sandbox as a web application: Stripe's API, and the pages Stripe would host."""

import threading
import time
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox.api import bp as api
from sandbox.pages import bp as pages

if TYPE_CHECKING:
    from sandbox.instance import Sandbox


def create_app(sandbox: "Sandbox") -> Flask:
    """The Flask app of one sandbox."""
    app = Flask(__name__)
    app.extensions["sandbox"] = sandbox
    app.extensions["world"] = sandbox.world
    app.register_blueprint(api)
    app.register_blueprint(pages)
    return app


class Server:
    """The app behind a port of 127.0.0.1, in threads of this process."""

    def __init__(self, sandbox: "Sandbox", port: int = 0) -> None:
        self._server = make_server(
            "127.0.0.1", port, create_app(sandbox), threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        # A short poll: a test that ends should not wait half a second for a socket.
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and let go of the port."""
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()


class _Quiet(WSGIRequestHandler):
    def date_time_string(self, timestamp: float | None = None) -> str:
        """The `Date` of every answer, by a clock that need not agree with the platform's."""
        ahead = self.server.app.extensions["world"].settings.clock_ahead  # type: ignore[attr-defined]
        return super().date_time_string((timestamp or time.time()) + ahead)

    def log(self, type: str, message: str, *args: object) -> None:
        """The control page shows requests; a terminal need not."""
