"""`run` and `serve`: the sandbox, with or without the platform beside it, until Ctrl-C."""

import os
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.instance import Sandbox
from sandbox.launch import people
from sandbox.launch.browser import PageWrong
from sandbox.launch.platform import Platform, PlatformFailed, development_settings
from sandbox.launch.ports import PortTaken, need_port
from sandbox.settings import Settings

_PLATFORM_PORT = 8000
_SANDBOX_PORT = 4242
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


def serve(sandbox_port: int | None, state: Path) -> int:
    """The sandbox alone, until Ctrl-C or SIGTERM; the exit code."""
    _stop_on_signals()
    port = sandbox_port or _port_of(os.environ.get("STRIPE_API_BASE")) or _SANDBOX_PORT
    try:
        need_port(port, "python -m sandbox serve --sandbox-port 4343")
    except PortTaken as problem:
        return _complain(problem)
    with Sandbox(state, port, Settings.from_env()) as sandbox:
        print(f"The sandbox answers at {sandbox.url} and remembers in {state}. Ctrl-C stops it.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("\nStopped.")
    return 0


def run(port: int | None, sandbox_port: int | None, state: Path, seed: bool) -> int:
    """Both, until Ctrl-C or SIGTERM; everything started here is stopped again. The exit code."""
    _stop_on_signals()
    environ = development_settings(os.environ)
    port = port or _port_of(environ.get("PUBLIC_URL")) or _PLATFORM_PORT
    api_base = environ.get("STRIPE_API_BASE")
    sandbox_port = sandbox_port or _port_of(api_base) or _SANDBOX_PORT
    environ["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    try:
        need_port(port, f"make run PORT={port + 1}")
        if _means_stripe_itself(environ):
            return _beside_stripe(environ, port)
        need_port(sandbox_port, f"python -m sandbox run --sandbox-port {sandbox_port + 1}")
        return _both(environ, port, sandbox_port, state, seed)
    except (PortTaken, PlatformFailed, PageWrong) as problem:
        return _complain(problem)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0


def _both(environ: dict[str, str], port: int, sandbox_port: int, state: Path, seed: bool) -> int:
    with Sandbox(state, sandbox_port, Settings.from_env(environ)) as sandbox:
        environ["STRIPE_API_BASE"] = sandbox.url
        environ["STRIPE_JS_URL"] = sandbox.url + "/stripe.js"
        platform = Platform(environ, port)
        try:
            print("Starting the platform and its sandbox...", flush=True)
            platform.start()
            if seed:
                _seed(platform)
            print(_welcome(platform.url, sandbox.url, seed), flush=True)
            platform.speak()
            return platform.wait()
        finally:
            platform.stop()


def _means_stripe_itself(environ: dict[str, str]) -> bool:
    """Live keys, or a `.env` that leads to no sandbox: somebody has configured a real platform."""
    base = environ.get("STRIPE_API_BASE")
    if "_live_" in environ["STRIPE_SECRET_KEY"]:
        return True
    if base is None:
        return Path(".env").exists()
    return urlsplit(base).hostname not in ("127.0.0.1", "localhost")


def _beside_stripe(environ: dict[str, str], port: int) -> int:
    """The platform alone, as somebody's settings want it."""
    platform = Platform(environ, port)
    try:
        platform.start()
        print(
            f"{platform.url} runs against Stripe itself, as its settings say.",
            flush=True,
        )
        platform.speak()
        return platform.wait()
    finally:
        platform.stop()


def _seed(platform: Platform) -> None:
    """Demo people, through the platform's own pages and its own command; again is harmless."""
    for email in (people.SELLER, people.BUYER):
        people.sign_up(platform.url, email)
    platform.flask(
        "users", "create-operator", people.OPERATOR, "--password-stdin",
        said=people.PASSWORD + "\n",
    )  # fmt: skip


def _welcome(platform: str, sandbox: str, seed: bool) -> str:
    who = f"""
  Sign in as             with the password {people.PASSWORD}
    seller               {people.SELLER}
    buyer                {people.BUYER}
    operator             {people.OPERATOR}""" if seed else ""  # fmt: skip
    return f"""
  The platform           {platform}
  The sandbox (Stripe)   {sandbox}   what is true there, and every fault as a button
{who}

  Try it                 1. as the seller, open {platform}/seller and start onboarding
                         2. offer a product
                         3. as the buyer (another browser or a private window), buy it
                         4. pay with 4242 4242 4242 4242, any future date, any CVC
                            (4000 0000 0000 0002 is declined, 4000 0027 6000 3184 asks first)
                         5. as the seller, open the Stripe dashboard from /seller and pay out
                         6. as the operator, open {platform}/operator

  Ctrl-C stops both.
"""


def _stop_on_signals() -> None:
    """SIGTERM and a closed terminal stop as Ctrl-C does; once is enough."""
    stops = [getattr(signal, name) for name in _STOPS if hasattr(signal, name)]

    def interrupt(*_: object) -> None:
        for each in stops:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in stops:
        signal.signal(each, interrupt)


def _port_of(url: str | None) -> int | None:
    return urlsplit(url).port if url else None


def _complain(problem: Exception) -> int:
    print(problem, file=sys.stderr)
    return 1
