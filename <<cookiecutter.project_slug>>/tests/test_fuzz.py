"""Nothing that comes in at the webhook endpoints breaks anything, nor does a stranger get a row."""

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.platform_server import Platform


def test_two_thousand_bent_requests_change_nothing() -> None:
    fuzz = pytest.importorskip("proofs.fuzz")
    assert fuzz.prove(2000, number=11)["unsigned"] == 1800


def test_a_host_that_is_none_is_a_mistake_of_the_sender(lonely_platform: Platform) -> None:
    headers = [("Host", "x" * 300)]
    for path in ("/healthz", "/webhooks/stripe"):
        request = EnvironBuilder(path=path, method="POST", headers=headers)
        _, status, _ = run_wsgi_app(lonely_platform.app, request.get_environ())
        assert status.startswith("4"), status
