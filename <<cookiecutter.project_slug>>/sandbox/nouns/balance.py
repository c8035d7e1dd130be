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
        "available": sums(call.world, call.account, "available"),
        "connect_reserved": [],
        "livemode": False,
        "pending": sums(call.world, call.account, "pending"),
    }


def sums(world: World, owner: str, status: str) -> list[Json]:
    """What an account has, by currency, of what is `available` or `pending`."""
    net: dict[str, int] = {}
    for entry in entries(world, owner):
        counted = entry["net"] if entry["status"] == status else 0
        net[entry["currency"]] = net.get(entry["currency"], 0) + counted
    return [
        {"amount": amount, "currency": currency, "source_types": {"card": amount}}
        for currency, amount in sorted(net.items())
    ]
