"""Lay out what was chosen, drop what a used copy dragged along, write .env, say what is next."""

import os
import secrets
import shutil
from pathlib import Path

PROJECT = Path.cwd()
CACHES = (
    "__pycache__",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "instance",
    "screenshots",
)
# Each answer that brings files has a folder of that name in options/, laid over the project.
CHOSEN = ("<< cookiecutter.charge_pattern >>", "<< cookiecutter.task_queue >>")
# Each in the shape that Stripe gives it, so that the settings are checked as they will be later.
SECRETS = {
    "SECRET_KEY": "",
    "STRIPE_SECRET_KEY": "sk_test_",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_",
    "STRIPE_WEBHOOK_SECRET": "whsec_",
    "STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_",
    "STRIPE_THIN_WEBHOOK_SECRET": "whsec_",
}


def drop_caches() -> None:
    for name in CACHES:
        for found in sorted(PROJECT.rglob(name)):
            shutil.rmtree(found)
    for compiled in PROJECT.rglob("*.py[co]"):
        compiled.unlink()


def lay_options() -> None:
    options = PROJECT / "options"
    for answer in CHOSEN:
        if (options / answer).is_dir():
            shutil.copytree(options / answer, PROJECT, dirs_exist_ok=True)
    shutil.rmtree(options, ignore_errors=True)


def write_env() -> None:
    settings = (PROJECT / ".env.example").read_text(encoding="utf-8")
    for name, prefix in SECRETS.items():
        line = f"{name}={prefix}\n"
        settings = settings.replace(f"\n{line}", f"\n{name}={prefix}{secrets.token_hex(32)}\n")
    # Made unreadable to others before it holds anything; a used clone may have brought one along.
    (PROJECT / ".env").unlink(missing_ok=True)
    handle = os.open(PROJECT / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(settings)


def say_what_is_next() -> None:
    print(
        f"""
Written to {PROJECT}. It needs no Stripe account yet: it brings a sandbox.

  cd {PROJECT.name}
  make run     serve the platform and its sandbox, and say where to click
  make tour    walk the whole way from sign-up to payout, without a browser
  make test    run its tests

`make` alone lists every command; README.md is the map."""
    )


if __name__ == "__main__":
    drop_caches()
    lay_options()
    write_env()
    say_what_is_next()
