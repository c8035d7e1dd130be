"""Kinds of order beside the destination charge's: an option adds its own, and there may be none."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from app.models import Charge, Told, Transfer


class Asked(Protocol):
    """An order of any kind, as far as a finding names it."""

    @property
    def reference(self) -> str:
        """Its name, to people and to Stripe."""

    @property
    def payment_intent_id(self) -> str | None:
        """What was made of it at Stripe, once it was."""

    @property
    def account_id(self) -> str | None:
        """The one account its money goes to, if it is one."""


class AnyStory(Protocol):
    """An order of any kind beside its told rows: what findings and loose ends ask of it."""

    @property
    def order(self) -> Asked:
        """What was asked."""

    @property
    def charge(self) -> Charge | None:
        """The charge that took the money, or may yet."""

    @property
    def state(self) -> str:
        """One of order_story's words."""

    @property
    def reason(self) -> str:
        """Why, in words for an operator."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of Stripe, and all figures agree."""

    def asked_last(self) -> int:
        """When something was last asked of Stripe for it, in Unix seconds."""

    def rows(self) -> list[Told]:
        """All that Stripe told of it and that took or moved money."""


class Sale(Protocol):
    """What a payout's line calls the sale it comes from."""

    @property
    def reference(self) -> str:
        """The order's."""

    @property
    def product_name(self) -> str:
        """What the payout's own seller sold in it."""


class Kind(Protocol):
    """How to find the orders of one kind from what Stripe told."""

    page: str
    """The desk's endpoint about one order; it takes the reference."""

    def asked_for(
        self, payment_intent_ids: Collection[str | None], *, lock: bool = False
    ) -> Sequence[AnyStory]:
        """The stories of the orders that asked for these payments; `lock` their rows first."""

    def sales(self, transfers: Sequence[Transfer]) -> Mapping[str, Sale]:
        """The sale behind each transfer that is this kind's, by the transfer's id."""

    def reference_of(self, name: str) -> str | None:
        """The reference of the order that a reference or a PaymentIntent's id belongs to."""


KINDS: list[Kind] = []
