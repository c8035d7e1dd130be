"""The control page's buttons: what each one does to the world."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sandbox.ids import now, random_text
from sandbox.pages import bp
from sandbox.pages.shell import the_sandbox

if TYPE_CHECKING:
    from sandbox.instance import Sandbox


class Fault(NamedTuple):
    """A button: its words, and what pressing it does."""

    label: str
    meaning: str
    press: "Callable[[Sandbox], object]"


FAULTS: dict[str, Fault] = {
    "hold": Fault("Hold deliveries", "events pile up, as in an outage", lambda s: s.hold()),
    "release": Fault("Let them flow", "the piled up events arrive", lambda s: s.release()),
    "drop": Fault("Drop the next", "happens, is listed, never arrives", lambda s: s.faults.drop()),
    "duplicate": Fault("Duplicate the next", "one event id, twice", lambda s: s.faults.duplicate()),
    "twin": Fault("Twin the next", "one change, two event ids", lambda s: s.faults.twin()),
    "reorder": Fault("Reorder the next 4", "last comes first", lambda s: s.faults.reorder(4)),
    "delay": Fault("Delay the next", "by ten seconds", lambda s: s.faults.delay(10)),
    "same_second": Fault(
        "Two in one second", "equal in their created time", lambda s: s.faults.same_second(now())
    ),
    "livemode": Fault(
        "Wrong livemode", "a live event in a test world", lambda s: s.faults.wrong_livemode()
    ),
    "api_version": Fault(
        "Old API version", "rendered as in 2020", lambda s: s.faults.old_api_version()
    ),
    "rotate": Fault(
        "Roll the secret",
        "platform endpoint: two signatures in one header",
        lambda s: s.rotate_secret("platform", "whsec_" + random_text(32)),
    ),
    "swap": Fault(
        "Swap the secrets", "platform and connect: all must bounce", lambda s: s.swap_secrets()
    ),
    "stop": Fault("API stops", "every call answers 503", lambda s: s.faults.stop_answering()),
    "resume": Fault("API answers again", "faults of calls end", lambda s: s.faults.answer_again()),
    "429": Fault("429 on the next call", "too many requests", lambda s: s.faults.answer(429)),
    "500": Fault("500 on the next call", "Stripe's own trouble", lambda s: s.faults.answer(500)),
    "timeout": Fault(
        "Time out the next call", "done, answered after 30 s", lambda s: s.faults.time_out(30)
    ),
    "lose": Fault(
        "Crash between", "the next POST is done, its answer lost",
        lambda s: s.faults.lose_answer(method="POST")
    ),
    "clear": Fault("Clear all faults", "back to a good day", lambda s: s.faults.clear()),
}  # fmt: skip


@bp.post("/control/faults/<name>")
def press(name: str) -> BaseResponse:
    """Arm a fault."""
    if name not in FAULTS:
        return Response("no such fault", 404)
    FAULTS[name].press(the_sandbox())
    return _back("faults")


@bp.post("/control/accounts/<id>")
def change_account(id: str) -> BaseResponse:
    """Onboard, restrict, reject, deauthorize."""
    the_sandbox().change_account(id, request.form["change"])
    return _back("sellers")


@bp.post("/control/accounts/<id>/payouts")
def pay_out_account(id: str) -> BaseResponse:
    """A payout that goes well, fails, or is paid and fails later."""
    the_sandbox().payout(id, request.form["outcome"])
    return _back("payouts")


@bp.post("/control/charges/<id>/refund")
def refund_charge(id: str) -> BaseResponse:
    """A refund from the Dashboard: all of it, with or without the seller's and the fee's part."""
    back = request.form.get("reverse") == "yes"
    the_sandbox().refund(id, reverse_transfer=back, refund_application_fee=back)
    return _back("payments")


@bp.post("/control/charges/<id>/dispute")
def dispute_charge(id: str) -> BaseResponse:
    """The buyer's bank takes the money back."""
    the_sandbox().dispute(id)
    return _back("disputes")


@bp.post("/control/disputes/<id>")
def close(id: str) -> BaseResponse:
    """The bank decides."""
    the_sandbox().close_dispute(id, request.form["status"])
    return _back("disputes")


@bp.post("/control/events/<id>")
def deliver_again(id: str) -> BaseResponse:
    """Deliver an event again, now."""
    the_sandbox().deliver(id)
    return _back("events")


def _back(part: str) -> BaseResponse:
    return redirect(url_for("pages.control") + "#" + part, 303)
