"""Bearer URLs, client secrets, keys: redacted in text, refused by storage, kept out of logs."""

import copy
import json
import logging
import pickle
import pprint
import re
import subprocess
import traceback
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask import json as flask_json
from flask_login import login_user

from app import create_app, logs, stripe_api
from app.models import User
from app.stripe_api.bearer import BearerUrl, ClientSecret
from tests.platform_server import Platform
from tests.settings import LIVE, SETTINGS
from tests.stories import a_seller, an_order

ROOT = Path(__file__).parents[1]
LINK = "https://connect.stripe.com/setup/e/acct_1/let_me_in"
BEARERS = [BearerUrl(LINK), ClientSecret(LINK)]

# What a real secret looks like, as opposed to the short ones of tests and examples.
REAL_SECRETS = re.compile(
    r"\b(?:sk|rk)_(?:test|live)_(?=\w*\d)\w{24,}|\bwhsec_[A-Za-z0-9+/]{32,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)


@pytest.mark.parametrize("bearer", BEARERS, ids=lambda bearer: type(bearer).__name__)
@pytest.mark.parametrize(
    "written",
    [
        str,
        repr,
        ascii,
        "{}".format,
        "{!r:>40}".format,
        lambda bearer: f"{bearer}",
        lambda bearer: "%s" % bearer,  # noqa: UP031
        lambda bearer: json.dumps({"url": bearer}, default=str),
        lambda bearer: json.dumps({"url": bearer}, default=repr),
        pprint.pformat,
        lambda bearer: pprint.pformat({"account": {"links": [bearer]}}),
    ],
)
def test_whoever_writes_a_bearer_down_writes_its_type(bearer: Any, written: Any) -> None:
    assert "let_me_in" not in written(bearer)
    assert type(bearer).__name__ in written(bearer)


@pytest.mark.parametrize("bearer", BEARERS, ids=lambda bearer: type(bearer).__name__)
@pytest.mark.parametrize(
    "stored",
    [
        json.dumps,
        flask_json.dumps,
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        lambda bearer: pickle.dumps({"kwargs": {"url": bearer}}),
        lambda bearer: flask_json.dumps({"links": [bearer]}),
        vars,
        dict,
        list,
    ],
)
def test_whoever_stores_a_bearer_is_refused(bearer: Any, stored: Any) -> None:
    with Flask(__name__).app_context(), pytest.raises(TypeError) as refusal:
        stored(bearer)
    assert "let_me_in" not in str(refusal.value)


def test_a_failure_at_stripe_carries_nothing_of_the_reply(platform: Platform, sandbox: Any) -> None:
    seller = a_seller(platform, sandbox)
    sandbox.change_account(seller.account_id, "reject")
    with platform.app.test_request_context():
        for call in (
            lambda: stripe_api.create_account_link("acct_of_nobody", "https://a", "https://b"),
            lambda: stripe_api.retrieve_payment_intent("pi_of_nobody"),
        ):
            with pytest.raises(stripe_api.StripeRefused) as failure:
                call()
            assert failure.value.__context__ is None
            assert failure.value.__cause__ is None
            told = traceback.TracebackException.from_exception(failure.value, capture_locals=True)
            assert "request_log_url" not in "".join(told.format())
            assert SETTINGS["STRIPE_SECRET_KEY"] not in "".join(told.format())


@pytest.mark.parametrize(
    ("settings", "operator", "shown"),
    [(SETTINGS, False, True), (LIVE, False, False), (LIVE, True, True)],
    ids=["test mode", "live", "live, to an operator"],
)
def test_what_stripe_said_of_somebodys_account_is_for_operators_where_money_is_real(
    settings: dict[str, str], operator: bool, shown: bool
) -> None:
    app = create_app(settings)
    with app.test_request_context():
        login_user(User(id=1, email="ben@example.com", is_operator=operator))
        refused = stripe_api.StripeRefused("No such destination: 'acct_ada'")
        answer = app.make_response(app.handle_user_exception(refused))
    assert answer.status_code == 502
    assert ("acct_ada" in answer.get_data(as_text=True)) is shown


def test_a_payment_intent_comes_with_its_client_secret_sealed(
    platform: Platform, sandbox: Any
) -> None:
    order = an_order(platform, a_seller(platform, sandbox))
    with platform.app.test_request_context():
        intent = stripe_api.retrieve_payment_intent(str(order.payment_intent_id))

    [held] = sandbox.objects("payment_intent")
    assert held["client_secret"] not in str(intent)
    assert intent["client_secret"].reveal() == held["client_secret"]


def test_the_clients_own_text_holds_no_key() -> None:
    app = create_app(SETTINGS)
    client = app.extensions["stripe"]
    assert SETTINGS["STRIPE_SECRET_KEY"] not in f"{client} {client!r}"


def test_the_sdks_log_says_nothing_of_bodies_at_any_level(
    platform: Platform, sandbox: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "stripe", "urllib3", "app"):
        caplog.set_level(logging.DEBUG, name)
    seller = a_seller(platform, sandbox)
    link = seller.person.post("/onboarding/start").headers["Location"]
    order = an_order(platform, seller)
    [intent] = sandbox.objects("payment_intent")

    assert "/v1/account_links" in caplog.text
    assert order.payment_intent_id is not None
    for secret in (link, intent["client_secret"], sandbox.secret_key):
        assert secret not in caplog.text


@pytest.mark.parametrize("server", logs.SERVERS)
def test_a_servers_log_of_requests_holds_no_client_secret(
    server: str, caplog: pytest.LogCaptureFixture
) -> None:
    create_app(SETTINGS)
    line = '%s - "GET /return?payment_intent_client_secret=%s&redirect_status=succeeded" 200'
    with caplog.at_level(logging.DEBUG, server):
        logging.getLogger(server).info(line, "127.0.0.1", "pi_1_secret_LetMeIn")

    assert "LetMeIn" not in caplog.text
    assert "pi_1_secret_redacted&redirect_status=succeeded" in caplog.text
    assert "127.0.0.1" in caplog.text


def test_no_file_of_this_project_holds_a_real_secret() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {secret[:12]}..."
        for path in _tracked()
        for secret in REAL_SECRETS.findall(path.read_text(errors="replace"))
    ]
    assert found == []


def test_a_real_secret_would_be_found() -> None:
    for secret in (
        "sk_live_" + "51Hq0A9b8C7d6E5f4G3h2I1j0K",
        "rk_test_" + "51Hq0A9b8C7d6E5f4G3h2I1j0K",
        "whsec_" + "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
    ):
        assert REAL_SECRETS.search(f"KEY={secret}")


def _tracked() -> list[Path]:
    """The files that git would commit, or all source files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for pattern in ("*.py", "*.toml", "*.md") for path in ROOT.rglob(pattern)]
    return [path for path in paths if path.is_file() and ".venv" not in path.parts]
