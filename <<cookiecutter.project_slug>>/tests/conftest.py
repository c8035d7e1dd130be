"""Fixtures: settings, a migrated database, the platform with and without its sandbox, people."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.models import user
from tests import databases, left_out
from tests.platform_server import Database, Platform, serving, serving_beside
from tests.settings import SETTINGS

logging.getLogger("werkzeug").setLevel(logging.ERROR)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hundreds of people sign up and in here; hashing at full cost was a third of all the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(user, "HASHING", "scrypt:1024:8:1")
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with every migration applied, from which each test gets a copy."""
    with databases.template(SETTINGS, tmp_path_factory.mktemp("migrated")) as url:
        yield url


@pytest.fixture
def settings(migrated: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an app with a database of its own, and with Stripe out of reach."""
    with databases.copy_of(migrated, tmp_path) as url:
        yield {**SETTINGS, "DATABASE_URL": url}


@pytest.fixture
def lonely_platform(settings: dict[str, str]) -> Iterator[Platform]:
    """The platform while Stripe cannot be reached."""
    with serving(settings) as platform:
        yield platform


@pytest.fixture
def platform(settings: dict[str, str], sandbox: Any) -> Iterator[Platform]:
    """The platform, live, with the sandbox for its Stripe."""
    with serving_beside(sandbox, settings) as platform:
        yield platform


@pytest.fixture
def database(platform: Platform) -> Database:
    """The platform's database, from outside."""
    return platform.database


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Passing says less than it seems where something was left out."""
    if line := left_out.summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)
