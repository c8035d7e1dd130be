"""An account's Stripe balance, read off its balance transactions: https://docs.stripe.com/api/balance."""

from sandbox.errors import Json
from sandbox.nouns.balance_transactions import entries
from sandbox.routing import Call, route
from sandbox.world import World


@route("GET", "/v1/balance", "BalanceRetrieveParams")
def retrieve(call: Call) -> Json:
    """What there is, by currency: available now, and pending."""
    return {
        "object": "balance",
        "available": _sums(call.world, call.account, "available"),
        "connect_reserved": [],
        "livemode": False,
        "pending": _sums(call.world, call.account, "pending"),
    }


def _sums(world: World, owner: str, status: str) -> list[Json]:
    sums: dict[str, int] = {}
    for entry in entries(world, owner):
        counted = entry["net"] if entry["status"] == status else 0
        sums[entry["currency"]] = sums.get(entry["currency"], 0) + counted
    return [
        {"amount": amount, "currency": currency, "source_types": {"card": amount}}
        for currency, amount in sorted(sums.items())
    ]
