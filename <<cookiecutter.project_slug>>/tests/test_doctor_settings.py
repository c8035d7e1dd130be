"""Settings that keep the app from starting do not keep the doctor from naming them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import ailing, create_app, doctor
from app.config import BadConfig, from_env
from tests.commands import report
from tests.settings import LIVE, SETTINGS

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("settings", "name", "value", "fix"),
    [
        (SETTINGS, "STRIPE_SECRET_KEY", "", "dashboard.stripe.com/apikeys"),
        (SETTINGS, "STRIPE_SECRET_KEY", "pk_test_51ThisIsNotARealKey", "apikeys"),
        (SETTINGS, "STRIPE_PUBLISHABLE_KEY", "pk_live_51ThisIsNotARealKey", "mode of the secret"),
        (SETTINGS, "STRIPE_WEBHOOK_SECRET", "whsec_changeme", "flask stripe endpoints create"),
        (SETTINGS, "STRIPE_CONNECT_WEBHOOK_SECRET", "", "flask stripe endpoints create"),
        (SETTINGS, "SECRET_KEY", "short", "secrets.token_hex(32)"),
        (SETTINGS, "DATABASE_URL", "oracle://host", ".env.example explains DATABASE_URL"),
        (SETTINGS, "STRIPE_LOG", "debug", "set it to info"),
        (LIVE, "PUBLIC_URL", "http://market.example.com", "https://market.example.com"),
        (LIVE, "STRIPE_API_BASE", "http://127.0.0.1:4242", "remove it"),
        (LIVE, "STRIPE_CONNECT_WEBHOOK_SECRET", LIVE["STRIPE_WEBHOOK_SECRET"], "endpoints create"),
        (LIVE, "FLASK_DEBUG", "1", "remove it"),
    ],
)
def test_a_setting_that_keeps_the_app_from_starting_is_named_with_its_fix(
    settings: dict[str, str], name: str, value: str, fix: str
) -> None:
    environ = {**settings, name: value}
    with pytest.raises(BadConfig) as refusal:
        create_app(environ)
    app = ailing.app_for(["flask", "stripe", "doctor"], environ, refusal.value)
    [finding] = report(app, "stripe", "doctor", code=1)["findings"]
    assert finding["problem"].startswith(name)
    assert fix in finding["fix"]


def test_the_command_line_finds_the_doctor_where_nothing_else_starts(tmp_path: Path) -> None:
    flask = [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), "stripe"]
    # A generated project has a .env, and with that the app starts.
    alone = {"PYTHON_DOTENV_DISABLED": "1", "PYTHONPATH": str(ROOT)}
    environ = {"PATH": os.environ["PATH"], **alone}
    for command, said in (
        ("doctor", "fix: copy it from dashboard"),
        ("work", "app.config.BadConfig"),
    ):
        ended = subprocess.run(
            [*flask, command], cwd=tmp_path, env=environ, capture_output=True, text=True
        )
        assert ended.returncode == 1
        assert said in ended.stdout + ended.stderr


def test_nothing_but_the_mending_commands_runs_on_bad_settings() -> None:
    problem = BadConfig({"STRIPE_WEBHOOK_SECRET": "is not set"})
    for words in (["gunicorn", "wsgi:app"], ["flask", "run"], ["flask", "stripe", "work"]):
        with pytest.raises(BadConfig):
            ailing.app_for(words, SETTINGS, problem)
    worse = BadConfig({"PUBLIC_URL": "is not set"})
    with pytest.raises(BadConfig):
        ailing.app_for(["flask", "stripe", "endpoints", "create"], SETTINGS, worse)


def test_live_keys_on_what_suits_a_laptop_deserve_warnings() -> None:
    with create_app(LIVE).app_context():
        said = [*doctor.settings.look()]
    assert all(finding.warning for finding in said)
    assert [finding.problem.split()[0] for finding in said] == [
        "DATABASE_URL", "RATELIMIT_STORAGE_URI",
    ]  # fmt: skip


def test_fixes_name_settings_that_exist() -> None:
    known = {*from_env(SETTINGS)} | {*SETTINGS} | {"STRIPE_LOG", "FLASK_DEBUG"}
    assert doctor.settings.FIXES.keys() <= known
