"""Which function answers which Stripe endpoint, and what a call looks like to it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import Json
from sandbox.world import World


@dataclass
class Call:
    """One API request, checked: typed parameters and the account whose books it is about."""

    world: World
    params: Json
    account: str
    """The platform's own id, or the connected account that `Stripe-Account` names."""
    ids: dict[str, str] = field(default_factory=dict)
    publishable: bool = False
    """Made with a publishable key, from a payer's browser."""

    @property
    def connected(self) -> str | None:
        """The connected account, where there is one: what an event's `account` says."""
        return None if self.account == self.world.platform else self.account


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Route:
    """An endpoint: its method and path, the SDK's name for its parameters, and who answers."""

    method: str
    path: str
    params: str | None
    answer: Handler
    publishable: bool = False


ROUTES: list[Route] = []


def route(
    method: str, path: str, params: str | None, publishable: bool = False
) -> Callable[[Handler], Handler]:
    """Register the function that answers an endpoint; `params` is a class in `stripe.params`."""

    def register(answer: Handler) -> Handler:
        ROUTES.append(Route(method, path, params, answer, publishable))
        return answer

    return register
