"""The Dockerfile's steps, in order, in an empty root, end in a server that is ready.

No Docker engine runs here, so it is imitated: each instruction is carried out on a folder that
stands for the image's root. What is real: the files that COPY takes past .dockerignore, the RUN
steps with nothing but ENV around them, the account of USER (when the tests run as root, with a
Python that others may run), compose's migration step, the health check and the server. What is
not: FROM's Python is a fresh venv of this machine's, programs see this machine's files too, and
the port is a free one.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from conftest import Bake

# How this machine reaches packages is no part of an image.
NETWORK = ("PIP_", "UV_", "SSL_", "REQUESTS_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


class Image:
    """What has been built so far: a root, and how programs are started in it."""

    def __init__(self, root: Path, project: Path) -> None:
        self.root, self.project = root, project
        self.workdir = root
        self.env = {"PATH": f"{root}/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"}
        self.account: dict[str, Any] = {}
        self.check: list[str] = []
        self.command: list[str] = []

    def do(self, word: str, rest: str) -> None:
        """Carry out one instruction; one that is not known here fails."""
        getattr(self, f"do_{word.lower()}")(rest)

    def do_from(self, rest: str) -> None:
        assert re.fullmatch(r"python:3\.\d+-slim", rest), "a small image of Python"
        python = self.root / "usr" / "local"
        subprocess.run([sys.executable, "-m", "venv", python], check=True)

    def do_env(self, rest: str) -> None:
        for word in shlex.split(rest):
            name, _, value = word.partition("=")
            self.env[name] = value

    def do_workdir(self, rest: str) -> None:
        self.workdir = self.root / rest.lstrip("/")
        self.workdir.mkdir(parents=True)

    def do_copy(self, rest: str) -> None:
        *sources, target = rest.split()
        copied = [path for path in self._context() if _within(path, sources)]
        assert copied, f"COPY {rest} finds nothing"
        for path in copied:
            # A file keeps its name, a folder's files their place in it.
            folder = next((each for each in sources if each.endswith("/")), None)
            there = self.workdir / target / (path.relative_to(folder) if folder else path.name)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes((self.project / path).read_bytes())

    def do_run(self, rest: str) -> None:
        network = {name: value for name, value in os.environ.items()
                   if name.upper().startswith(NETWORK)}  # fmt: skip
        subprocess.run(
            ["/bin/sh", "-c", rest], cwd=self.workdir, env=network | self.env, check=True
        )

    def do_user(self, rest: str) -> None:
        uid, gid = map(int, rest.split(":"))
        assert 0 not in (uid, gid), "not root"
        if os.geteuid() == 0 and _everybodys(Path(sys.base_prefix)):
            self.account = {"user": uid, "group": gid, "extra_groups": []}

    def do_expose(self, rest: str) -> None:
        assert self.env["BIND"].endswith(f":{rest}")

    def do_healthcheck(self, rest: str) -> None:
        self.check = yaml.safe_load(rest[rest.index("CMD") + 3 :])

    def do_cmd(self, rest: str) -> None:
        self.command = yaml.safe_load(rest)

    def start(self, command: list[str], **settings: str) -> subprocess.Popen[bytes]:
        """A program of the image, as `docker run` starts it."""
        return subprocess.Popen(command, cwd=self.workdir, env=self.env | settings, **self.account)

    def _context(self) -> Iterator[Path]:
        """The project's files that .dockerignore lets through; its last word on a file counts."""
        rules = [line for line in (self.project / ".dockerignore").read_text().splitlines()
                 if line and not line.startswith("#")]  # fmt: skip
        for path in sorted(self.project.rglob("*")):
            name, ignored = path.relative_to(self.project), False
            for rule in rules:
                if _matches(name, rule.lstrip("!")):
                    ignored = not rule.startswith("!")
            if path.is_file() and not ignored:
                yield name


def _everybodys(folder: Path) -> bool:
    """Whether any account may look into a folder."""
    return all(each.stat().st_mode & 0o001 for each in (folder, *folder.parents))


def _matches(name: Path, rule: str) -> bool:
    """Whether a rule of .dockerignore names this path, or a folder that it is in."""
    above = [name, *name.parents][:-1]
    if rule.startswith("**/"):
        return any(fnmatch(part, rule[3:]) for part in name.parts)
    return any(fnmatch(str(each), rule) and each.parent == Path(rule).parent for each in above)


def _within(path: Path, sources: list[str]) -> bool:
    return any(_matches(path, each.rstrip("/")) for each in sources)


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Each instruction and the rest of its line."""
    lines = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", dockerfile)).splitlines()
    for line in filter(None, map(str.strip, lines)):
        word, _, rest = line.partition(" ")
        yield word, rest.strip()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another account may look into, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def settings_of(project: Path) -> dict[str, str]:
    """What compose's env_file would give."""
    lines = re.findall(r"(?m)^(\w+)=(.*)$", (project / ".env").read_text())
    return {name: value.strip('"') for name, value in lines}


def compose_of(project: Path) -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((project / "compose.yaml").read_text())["services"]
    return services


def test_the_steps_of_the_dockerfile_end_in_a_server_that_is_ready(
    bake: Bake, folder: Path
) -> None:
    project = bake()
    image = Image(folder / "root", project)
    image.root.mkdir()
    for word, rest in instructions((project / "Dockerfile").read_text()):
        image.do(word, rest)
    held = {path.name for path in image.workdir.iterdir()}
    assert {"app", "migrations", "wsgi.py", "gunicorn.conf.py", "requirements.txt"} == held

    (folder / "data").mkdir(mode=0o777)
    (folder / "data").chmod(0o777)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = settings_of(project) | {
        "DATABASE_URL": f"sqlite:///{folder}/data/app.db", "BIND": address,
    }  # fmt: skip
    check = [word.replace("127.0.0.1:8000", address) for word in image.check]
    assert image.start(check, **settings).wait(60) != 0, "nothing is served yet"

    assert image.start(compose_of(project)["migrate"]["command"], **settings).wait(60) == 0
    server = image.start(image.command, **settings)
    try:
        deadline = time.monotonic() + 60
        while image.start(check, **settings).wait(60):
            assert time.monotonic() < deadline, "the health check never passed"
        with urllib.request.urlopen(f"http://{address}/readyz", timeout=10) as ready:
            assert ready.status == 200
        if image.account:
            assert Path(f"/proc/{server.pid}").stat().st_uid == image.account["user"]
            assert image.start(["touch", "app/written"]).wait(10) != 0, "code is not to be written"
    finally:
        server.terminate()
        assert server.wait(60) == 0


def test_compose_serves_only_what_has_been_migrated(bake: Bake) -> None:
    services = compose_of(bake())
    healthy, done = "service_healthy", "service_completed_successfully"
    assert services["migrate"]["depends_on"]["database"]["condition"] == healthy
    assert services["database"]["healthcheck"]["test"][1] == "pg_isready"
    for name in ("web", "work"):
        assert services[name]["depends_on"]["migrate"]["condition"] == done
        assert services[name]["environment"]["DATABASE_URL"].endswith("@database/platform")
    assert services["work"]["command"] == ["flask", "stripe", "work"]
