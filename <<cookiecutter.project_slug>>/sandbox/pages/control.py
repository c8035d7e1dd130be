"""The control page: what is in the books, what was delivered, and every fault as a button."""

from flask import render_template

from sandbox.errors import Json
from sandbox.nouns.cards import CARDS
from sandbox.pages import bp
from sandbox.pages.control_actions import FAULTS
from sandbox.pages.shell import the_sandbox, the_world

_SHOWN = 60


@bp.get("/")
def control() -> str:
    """Sellers, payments, payouts, events with their deliveries, API calls, faults."""
    sandbox, store = the_sandbox(), the_world().store
    return render_template(
        "control.html",
        accounts=store.all("account")[::-1],
        intents=store.all("payment_intent")[::-1][:_SHOWN],
        charges={each["id"]: each for each in store.all("charge")},
        disputes=store.all("dispute")[::-1],
        refunds=[each for each in store.all("refund") if each["id"].startswith("re_")][::-1],
        payouts=[(each, store.owner(each["id"])) for each in store.all("payout")[::-1][:_SHOWN]],
        endpoints=store.all("webhook_endpoint"),
        events=_events_with_deliveries(),
        requests=sandbox.requests[::-1][:_SHOWN],
        pending_faults=sandbox.faults,
        held=sandbox.is_held,
        cards=CARDS.values(),
        faults=FAULTS,
    )


def _events_with_deliveries() -> list[tuple[Json, list[Json]]]:
    owed: dict[str, list[Json]] = {}
    for delivery in the_sandbox().deliveries():
        owed.setdefault(delivery["event"], []).append(delivery)
    events = the_sandbox().events()[::-1][:_SHOWN]
    return [(event, owed.get(event["id"], [])) for event in events]


@bp.get("/objects/<id>")
def show_object(id: str) -> str:
    """One object, as the API would give it."""
    return render_template("object.html", id=id, body=the_sandbox().find(id))
