"""What each step of the tour teaches: the rule behind it, and where the code that keeps it is."""

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """A rule, and the functions to read beside it."""

    rule: str
    where: str

    def __str__(self) -> str:
        return "\n".join([*textwrap.wrap(self.rule, 90), f"in {self.where}"])


ACCOUNT_LINK = Lesson(
    "The account is made once, however often one clicks; the link opens it for whoever holds it,"
    " so it lives until the redirect and is kept nowhere.",
    "app/accounts.py:connected_account_of, app/stripe_api/spine.py:create_account_link",
)
READY = Lesson(
    "Coming back from Stripe proved nothing; account.updated did. And it was only a nudge: the"
    " account was read from Stripe, and one row written.",
    "app/projections/account.py:project_account, app/readiness.py:of_seller",
)
PRICE = Lesson(
    "Money is an integer of the currency's smallest unit, from the form to the database.",
    "app/money.py:parse_amount",
)
ORDER = Lesson(
    "The order is written before Stripe is asked: amount, fee and seller come from our own rows,"
    " and the fee is rounded once.",
    "app/orders.py:place, app/money.py:application_fee",
)
DECLINED = Lesson(
    "What the browser was told decides nothing; the row is here because charge.failed came.",
    "app/inbox.py:store, app/projections/charge.py:project_charge",
)
PAID = Lesson(
    "The return page proved nothing; charge.succeeded did. Had it come twice, late or after a later"
    " one, this row would be the same.",
    "app/projections/charge.py:project_charge, app/projections/told.py:write",
)
TRANSFER = Lesson(
    "A transfer is not a payout: the money is in the seller's Stripe balance, not in a bank.",
    "app/projections/transfer.py:project_transfer",
)
FEE = Lesson(
    "What the platform earned is what Stripe says it collected, not what the settings promise.",
    "app/projections/application_fee.py:project_application_fee",
)
PAYOUT = Lesson(
    "Paid is not the end: a bank can send a payout back days later, and then it is failed.",
    "app/projections/payout.py:project_payout",
)
