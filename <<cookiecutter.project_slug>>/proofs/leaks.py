"""No bearer URL, client secret, key or password is found anywhere but where it belongs.

The platform goes through a tour with every logger at DEBUG and fails right after each call to
Stripe. Then all that it said, stored and showed is searched for every secret there was. Where one
belongs: a bearer URL in the Location header of its redirect, a client secret in its payer's own
page, and anything in the answer to whoever asked with it in the address.
"""

import argparse
import html
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import requests
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from app import create_app
from app.extensions import Base
from proofs.exposed import places
from proofs.exposed_process import ExposedProcess
from proofs.ground import new_database, where
from proofs.leak_tour import WRONG_PASSWORD, Tour
from proofs.platform_process import free_port
from sandbox import Sandbox
from tests.people import PASSWORD
from tests.platform_server import Database
from tests.settings import SETTINGS

# Without these lines in it, what was searched was not a log at DEBUG.
LOGGED = (
    "INFO stripe message='Request to Stripe api'",
    "DEBUG urllib3.connectionpool",
    "INFO sqlalchemy.engine.Engine",
    "ERROR app Exception on",
    "payment_intent_client_secret=",
    "Failure: right after Stripe's answer",
)


@dataclass(frozen=True)
class Secret:
    """Something that lets its holder in; `core` is the part that gives it away."""

    kind: str
    core: str
    page: str = ""
    """The address of the one page it belongs to."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--keep", type=Path, help="a folder that keeps what was said")


def run(options: argparse.Namespace) -> str:
    """The proof as a command; the line of figures. Raises AssertionError."""
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = options.keep or Path(name)
        folder.mkdir(exist_ok=True)
        with (
            new_database(Path(name)) as database_url,
            Sandbox(
                Path(name) / "sandbox.db", port=0, **_new_keys(), retry_compression=36_000
            ) as sandbox,
        ):
            settings = _settings(database_url, port, sandbox)
            sandbox.connect_platform(settings["PUBLIC_URL"])
            platform = ExposedProcess(settings, port, folder)
            database = Database(settings)
            try:
                return _prove(platform, Tour(platform.url, sandbox, database), settings)
            finally:
                platform.kill()
                database.engine.dispose()


def _new_keys() -> dict[str, Any]:
    """As long as Stripe's own, and nowhere else on this machine."""
    return {
        "secret_key": f"sk_test_{secrets.token_hex(24)}",
        "publishable_key": f"pk_test_{secrets.token_hex(24)}",
        "platform_secret": f"whsec_{secrets.token_hex(16)}",
        "connect_secret": f"whsec_{secrets.token_hex(16)}",
        "thin_secret": f"whsec_{secrets.token_hex(16)}",
    }


def _settings(database_url: str, port: int, sandbox: Sandbox) -> dict[str, str]:
    keys = sandbox.settings
    return {
        **SETTINGS,
        "SECRET_KEY": secrets.token_hex(32),
        "STRIPE_SECRET_KEY": keys.secret_key,
        "STRIPE_PUBLISHABLE_KEY": keys.publishable_key,
        "STRIPE_WEBHOOK_SECRET": keys.platform_secret,
        "STRIPE_CONNECT_WEBHOOK_SECRET": keys.connect_secret,
        "STRIPE_THIN_WEBHOOK_SECRET": keys.thin_secret,
        "DATABASE_URL": database_url,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "STRIPE_API_BASE": sandbox.url,
        "STRIPE_JS_URL": f"{sandbox.url}/stripe.js",
    }


def _prove(platform: ExposedProcess, tour: Tour, settings: dict[str, str]) -> str:
    assert platform.command("routes", STRIPE_LOG="debug") != 0, "STRIPE_LOG=debug was let pass"
    platform.start()
    tour.walk(platform)
    platform.kill()
    known, said = list(_known(settings, tour)), platform.said.read_text(errors="replace")
    _the_tour_was_what_it_claims(platform, tour, known, said)

    found = [f"what was said: {each.kind}" for each in known if _holds(said, each)]
    found += [f"{kept}: {each.kind}" for kept, text in _kept(tour, settings) for each in known
              if _holds(text, each)]  # fmt: skip
    found += [line for answer in tour.answers for line in _out_of_place(answer, known)]
    assert not found, "\n".join(sorted(set(found)))
    return (
        f"leaks on {where()}: {len(known)} secrets looked for in {len(said) // 1024} KiB of log,"
        f" {len(tour.answers)} answers, {len(tour.people)} sessions and every row, after"
        f" {len(places())} places that call Stripe had failed with its answer in hand; 0 found"
    )


def _known(settings: dict[str, str], tour: Tour) -> Iterator[Secret]:
    """Every secret that existed, each by the part that nothing else could hold."""
    for name in settings:
        if name.endswith(("SECRET", "SECRET_KEY")):
            yield Secret(name, settings[name].rpartition("_")[2])
    for password in (PASSWORD, WRONG_PASSWORD):
        yield Secret("a password", password)
    for door in tour.sandbox.objects("door"):
        yield Secret(f"a link to {door['kind']}", door["id"])
    for intent in tour.sandbox.objects("payment_intent"):
        page = f"/checkout/orders/{intent['transfer_group']}"
        yield Secret("a client secret", intent["client_secret"].rpartition("_")[2], page)


def _the_tour_was_what_it_claims(
    platform: ExposedProcess, tour: Tour, known: list[Secret], said: str
) -> None:
    """Nothing found is worth something only where there was something to find."""
    missed = places() - set(platform.failures.read_text().splitlines())
    assert not missed, f"never failed right after Stripe's answer: {sorted(missed)}"
    for line in LOGGED:
        assert line in said, f"not in the log: {line}"
    shown = [each for each in known for answer in tour.answers if _holds(_all_of(answer), each)]
    kinds = {each.kind for each in shown}
    assert {"a link to onboarding", "a link to dashboard", "a client secret"} <= kinds, kinds


def _kept(tour: Tour, settings: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What outlives a request: every row, the database's own files, every session."""
    engine = tour.database.engine
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            yield table.name, str(connection.execute(select(table)).all())
    if engine.url.database and engine.dialect.name == "sqlite":
        file = Path(engine.url.database)
        for path in file.parent.glob(f"{file.name}*"):
            yield path.name, path.read_bytes().decode("latin-1")
    serializer = SecureCookieSessionInterface().get_signing_serializer(create_app(settings))
    for person in tour.people:
        cookie = person.session.cookies.get("session")
        if serializer and cookie:
            yield f"{person.email}'s session", str(serializer.loads(cookie))


def _out_of_place(answer: requests.Response, known: list[Secret]) -> Iterator[str]:
    asked, told = str(answer.request.url), _all_of(answer)
    for each in known:
        if not _holds(told, each) or _holds(unquote(asked), each):
            continue
        if each.page and answer.status_code == 200 and asked.endswith(each.page):
            continue
        bearer = each.kind.startswith("a link to ") and answer.status_code == 303
        if bearer and not _holds(told.replace(answer.headers["Location"], "", 1), each):
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            continue
        yield f"{answer.request.method} {answer.request.path_url}: {each.kind}"


def _all_of(answer: requests.Response) -> str:
    return "\n".join([*map(str, answer.headers.items()), answer.text])


def _holds(text: str, secret: Secret) -> bool:
    core = secret.core
    return any(each in text for each in {core, quote(core), quote_plus(core), html.escape(core)})
