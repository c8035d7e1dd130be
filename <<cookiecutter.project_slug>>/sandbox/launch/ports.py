"""Ports of this machine: which is free, and what to say of one that is not."""

import socket


class PortTaken(Exception):
    """Something else listens there already."""


def need_port(port: int, how_to_choose: str) -> None:
    """Raise `PortTaken`, in words that help, when a port of 127.0.0.1 is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(
                f"Port {port} is in use. Stop what uses it, or choose another: {how_to_choose}"
            ) from None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
