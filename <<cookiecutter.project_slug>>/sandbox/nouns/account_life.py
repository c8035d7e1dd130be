"""What happens to a connected account: onboarded, held back, rejected, gone; and its events."""

from collections.abc import Callable

from sandbox.errors import Json
from sandbox.ids import now
from sandbox.lists import listed
from sandbox.nouns.accounts import requirements
from sandbox.nouns.capabilities import capability
from sandbox.nouns.external_accounts import bank_account
from sandbox.nouns.thin_events import announce_v2
from sandbox.world import World, job

_TOLD = ("business_type", "capabilities", "charges_enabled", "details_submitted",
         "external_accounts", "payouts_enabled", "requirements", "tos_acceptance")  # fmt: skip
STILL_DUE = ["individual.id_number"]


def onboard(world: World, id: str) -> None:
    """The owner told everything, and everything was verified."""

    def complete(account: Json) -> None:
        _details_submitted(account)
        account["requirements"] = requirements([])
        _switch(account, "active")

    _change(world, id, complete)


def submit_partly(world: World, id: str) -> None:
    """The form is sent, but a document is still wanted before anything is switched on."""

    def partly(account: Json) -> None:
        _details_submitted(account)
        account["requirements"] = requirements(STILL_DUE, past_due=STILL_DUE)
        _switch(account, "inactive")

    _change(world, id, partly)


def announce_deadline(world: World, id: str, seconds: float = 7 * 24 * 3600) -> None:
    """Something more is wanted by a deadline; when that passes, the account is restricted."""

    def due(account: Json) -> None:
        deadline = now() + int(seconds)
        account["requirements"] = requirements(STILL_DUE, current_deadline=deadline)

    _change(world, id, due)
    world.later(max(seconds, 0.001), restrict, id=id)


@job
def restrict(world: World, id: str) -> None:
    """A deadline has passed: what is due is past due, and the account can do nothing."""

    def restricted(account: Json) -> None:
        if account["requirements"]["currently_due"] or account["details_submitted"]:
            account["requirements"] = requirements(STILL_DUE, past_due=STILL_DUE)
            _switch(account, "inactive")

    _change(world, id, restricted)


def reject(world: World, id: str, reason: str = "rejected.platform_fraud") -> None:
    """Stripe or the platform will not have this account."""

    def rejected(account: Json) -> None:
        account["requirements"] = requirements([], disabled_reason=reason)
        _switch(account, "inactive")

    _change(world, id, rejected)


def deauthorize(world: World, id: str) -> None:
    """The owner disconnected from the platform: no call reaches the account any more."""
    account = world.store.get("account", id)
    account["_deauthorized"] = True
    world.store.save(account)
    application = {
        "id": world.application,
        "object": "application",
        "name": world.settings.platform_name,
    }
    world.emit("account.application.deauthorized", application, id)


def _change(world: World, id: str, change: Callable[[Json], None]) -> None:
    account = world.store.get("account", id)
    before = {name: account[name] for name in _TOLD}
    statuses = dict(account["capabilities"])
    banks = account["external_accounts"]["data"]
    change(account)
    world.store.save(account)
    changed = {name: value for name, value in before.items() if account[name] != value}
    if not changed:
        return
    for bank in account["external_accounts"]["data"]:
        if bank not in banks:
            world.emit("account.external_account.created", bank, id)
    for name, status in account["capabilities"].items():
        if statuses[name] != status:
            was = {"status": statuses[name]}
            world.emit("capability.updated", capability(account, name), id, previous=was)
    world.emit("account.updated", account, id, previous=changed)
    announce_v2(world, account, changed)


def _details_submitted(account: Json) -> None:
    account["details_submitted"] = True
    account["business_type"] = "individual"
    account["business_profile"].update(mcc="5734", url="https://accessible.stripe.com")
    account["tos_acceptance"] = {"date": now(), "ip": "127.0.0.1", "user_agent": None}
    if not account["external_accounts"]["data"]:
        url = f"/v1/accounts/{account['id']}/external_accounts"
        account["external_accounts"] = listed([bank_account(account)], url)


def _switch(account: Json, status: str) -> None:
    account["capabilities"] = dict.fromkeys(account["capabilities"], status)
    able = status == "active" and bool(account["capabilities"])
    account["charges_enabled"] = able
    account["payouts_enabled"] = able
