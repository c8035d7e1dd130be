"""`python -m sandbox`: what it starts, what it says, and that nothing of it stays behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.launch import lessons
from sandbox.launch.browser import Page
from sandbox.launch.ledger import Ledger
from sandbox.launch.ports import PortTaken, free_port, need_port
from sandbox.launch.report import Report
from sandbox.launch.walk import Walk

PROJECT = Path(__file__).parents[2]
PATIENCE = 300

ROW: dict[str, Any] = {"id": "x", "currency": "usd", "destination": "x"}
ORDER = {**ROW, "amount": 10_00, "application_fee_amount": 1_00}
FEE = {**ROW, "amount": 1_00}
CHARGE = TRANSFER = {**ROW, "amount": 10_00}
PAYOUT = {**ROW, "amount": 9_00}


def sandbox_command(*arguments: str, **environ: str) -> subprocess.Popen[str]:
    """`python -m sandbox ...`, as a terminal would start it, with no `.env` to lean on."""
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox", *arguments],
        cwd=PROJECT, env={**os.environ, "PYTHONUNBUFFERED": "1", **environ},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def answers(url: str) -> bool:
    """Whether somebody answers there."""
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


@pytest.mark.parametrize(
    "environ",
    [
        {"PLATFORM_COUNTRY": "US", "PLATFORM_CURRENCY": "usd", "APPLICATION_FEE_BPS": "1000"},
        {
            "PLATFORM_COUNTRY": "FR",
            "PLATFORM_CURRENCY": "jpy",
            "APPLICATION_FEE_BPS": "250",
            "STRIPE_ACCOUNTS_API": "v2",
        },
    ],
    ids=["defaults", "France, yen, v2"],
)
def test_the_tour_holds_from_sign_up_to_payout(environ: dict[str, str]) -> None:
    said, _ = sandbox_command("tour", "--json", **environ).communicate(timeout=PATIENCE)
    report = json.loads(said)
    assert report["problems"] == []
    assert set(report["rows"]) == {
        "orders", "connected_accounts", "charges", "application_fees", "transfers", "payouts",
    }  # fmt: skip
    confirmed = ", ".join(step["confirmed_by"] for step in report["steps"])
    # Whichever event of an object comes first may be the one whose read saw all of it.
    for family in ("capability.|account.", "charge.", "application_fee.", "transfer.", "payout."):
        assert any(each in confirmed for each in family.split("|")), family


@pytest.mark.parametrize("explain", [False, True])
def test_the_tour_teaches_those_who_ask(explain: bool, capsys: pytest.CaptureFixture[str]) -> None:
    Report(explain=explain).step("money moved", "transfer.created", lessons.TRANSFER)
    said = capsys.readouterr().out
    assert "confirmed by transfer.created" in said
    assert ("A transfer is not a payout" in said) == explain


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ({"charge": {**CHARGE, "amount": 9_99}}, "not what was ordered"),
        ({"fee": {**FEE, "amount": 99}}, "not what was asked"),
        ({"transfer": {**TRANSFER, "amount": 9_00}}, "not the whole charge"),
        ({"transfer": {**TRANSFER, "destination": "y"}}, "somebody else"),
        ({"payout": {**PAYOUT, "amount": 10_00}}, "is not the fee"),
        ({"payout": {**PAYOUT, "currency": "eur"}}, "several currencies"),
    ],
)
def test_the_tour_notices_what_does_not_add_up(rows: dict[str, Any], complaint: str) -> None:
    right = {"account": ROW, "order": ORDER, "charge": CHARGE, "fee": FEE, "transfer": TRANSFER,
             "payout": PAYOUT}  # fmt: skip
    report = Report(say=False)
    ledger = Ledger("sqlite://")
    walk = Walk("", "", {"PLATFORM_CURRENCY": "usd"}, ledger, report)
    walk.add_up(**right)
    assert report.problems == []
    walk.add_up(**{**right, **rows})
    assert any(complaint in problem for problem in report.problems)
    ledger.close()


def test_run_serves_both_greets_and_stops_all_it_started(tmp_path: Path) -> None:
    platform, sandbox = free_port(), free_port()
    running = sandbox_command(
        "run", "--port", str(platform), "--sandbox-port", str(sandbox),
        "--state", str(tmp_path / "sandbox.db"),
        STRIPE_API_BASE=f"http://127.0.0.1:{sandbox}",
        DATABASE_URL=f"sqlite:///{tmp_path / 'platform.db'}",
    )  # fmt: skip
    assert running.stdout is not None
    said = ""
    deadline = time.monotonic() + PATIENCE
    while "Ctrl-C stops both" not in said and time.monotonic() < deadline:
        said += running.stdout.readline()
    for shown in (f":{platform}", f":{sandbox}", "ada@example.com", "4242 4242 4242 4242"):
        assert shown in said
    assert "GET /" not in said
    assert answers(f"http://127.0.0.1:{platform}/readyz")
    assert answers(f"http://127.0.0.1:{sandbox}/")
    running.send_signal(signal.SIGTERM)
    rest, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0
    assert "Stopped." in rest
    assert not answers(f"http://127.0.0.1:{platform}/healthz")
    assert not answers(f"http://127.0.0.1:{sandbox}/")


def test_a_busy_port_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            need_port(port, "another")
        running = sandbox_command(
            "run", "--port", str(port), "--state", str(tmp_path / "sandbox.db")
        )
        said, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert said.strip() == (
        f"Port {port} is in use. Stop what uses it, or choose another: make run PORT={port + 1}"
    )


def test_a_page_is_read_as_a_browser_reads_it() -> None:
    page = Page(
        "http://shop.test/a",
        """<p data-client-secret="s"><form method="post" action="/b">
        <input name="token" value="t"><input type="radio" name="c" value="1">
        <input type="radio" name="c" value="2" checked></form><form action="/get"></form>""",
    )
    [form] = page.forms
    assert form.action == "http://shop.test/b"
    assert form.fields == {"token": "t", "c": "2"}
    assert page.data == {"data-client-secret": "s"}
