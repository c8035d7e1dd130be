"""The seller's own dashboard, behind a login link: the balance, and payouts to the bank."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sandbox.nouns import account_links
from sandbox.nouns.balance import sums
from sandbox.pages import bp
from sandbox.pages.shell import begin_visit, the_sandbox, the_visit, the_world


@bp.get("/dashboard/<token>")
def dashboard(token: str) -> BaseResponse | tuple[str, int]:
    """A login link opens once; the dashboard behind it stays open for the visit."""
    world = the_world()
    with world.transaction():
        door, opens = account_links.use(world, token)
    if not opens:
        message = "This login link was used or has expired. Ask the platform for a fresh one."
        return render_template("refused.html", message=message), 410
    visit = begin_visit("dashboard", door["account"])
    return redirect(url_for("pages.show_dashboard", visit=visit), 303)


@bp.get("/dashboard/visits/<visit>")
def show_dashboard(visit: str) -> str:
    """Balance, payouts, and the three ways a payout can go."""
    id = the_visit(visit, "dashboard")["account"]
    store = the_world().store
    pending = {each["currency"]: each["amount"] for each in sums(the_world(), id, "pending")}
    balances = [
        (each["amount"], pending[each["currency"]], each["currency"])
        for each in sums(the_world(), id, "available")
    ]
    return render_template(
        "dashboard.html",
        account=store.get("account", id),
        balances=balances,
        payouts=store.all("payout", id)[::-1],
        payments=store.all("charge", id)[::-1][:10],
        visit=visit,
    )


@bp.post("/dashboard/visits/<visit>/payouts")
def pay_out(visit: str) -> BaseResponse:
    """Pay out all that is available in a currency; `outcome` says how it will go."""
    id = the_visit(visit, "dashboard")["account"]
    outcome = request.form.get("outcome", "paid")
    the_sandbox().payout(id, outcome, request.form.get("currency"))
    return redirect(url_for("pages.show_dashboard", visit=visit), 303)
