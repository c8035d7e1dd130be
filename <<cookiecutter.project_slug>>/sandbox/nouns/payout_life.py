"""The steps of a payout on its way to a bank: in transit, paid, reconciled, perhaps failed."""

from sandbox.errors import Json
from sandbox.nouns.balance_transactions import book
from sandbox.world import World, job


def begin(world: World, payout: str) -> None:
    """Send it on its way; each step is a job of its own, so a restart loses none."""
    world.later(world.settings.payout_step, leave, payout=payout)


@job
def leave(world: World, payout: str) -> None:
    """pending -> in_transit."""
    held = world.store.get("payout", payout)
    if held["status"] != "pending":
        return
    _move(world, held, {"status": "in_transit"}, "payout.updated")
    next_step = fail if held["_outcome"] == "failed" else arrive
    world.later(world.settings.payout_step, next_step, payout=payout)


@job
def arrive(world: World, payout: str) -> None:
    """in_transit -> paid, which is not final."""
    held = world.store.get("payout", payout)
    trace = {"status": "supported", "value": f"TRACE{payout[-8:].upper()}"}
    _move(world, held, {"status": "paid", "trace_id": trace}, "payout.paid")
    if held["automatic"]:
        world.later(world.settings.payout_step, reconcile, payout=payout)
    if held["_outcome"] == "paid_then_failed":
        world.later(world.settings.payout_step * 2, fail, payout=payout)


@job
def reconcile(world: World, payout: str) -> None:
    """Which transactions an automatic payout carried is known from here on."""
    held = world.store.get("payout", payout)
    _move(world, held, {"reconciliation_status": "completed"}, "payout.reconciliation_completed")


@job
def fail(world: World, payout: str) -> None:
    """The bank sent the money back; the seller's bank account is switched off until replaced."""
    held = world.store.get("payout", payout)
    owner = world.store.owner(payout)
    back = book(world, owner, "payout_failure", held, held["amount"])
    failure = {
        "status": "failed",
        "failure_balance_transaction": back["id"],
        "failure_code": "account_closed",
        "failure_message": "The bank account has been closed",
    }
    _move(world, held, failure, "payout.failed")
    account = world.store.find("account", owner)
    if account:
        bank = account["external_accounts"]["data"][0]
        bank["status"] = "errored"
        world.store.save(account)
        world.emit("account.external_account.updated", bank, owner, previous={"status": "new"})


def _move(world: World, payout: Json, change: Json, event: str) -> None:
    previous = {name: payout[name] for name in change}
    payout.update(change)
    world.store.save(payout)
    owner = world.store.owner(payout["id"])
    account = None if owner == world.platform else owner
    world.emit(event, payout, account, previous=previous if event == "payout.updated" else None)
