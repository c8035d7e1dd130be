"""Gives every test the sandbox fixture, unless the sandbox folder has been deleted."""

from importlib.util import find_spec

pytest_plugins = ["sandbox.pytest_plugin"] if find_spec("sandbox.pytest_plugin") else []
