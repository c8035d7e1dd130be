"""The rule behind each step of a timeline, and the function that keeps it."""

from dataclasses import dataclass

from app.operators.desk import bp
from app.projections import PROJECTIONS

# By the told table that an event leads to.
RULES = {
    "connected_accounts": "Coming back from Stripe's pages proves nothing. The account is read from"
    " Stripe, and only that says what the seller may do.",
    "charges": "The redirect after paying proved nothing; this did. The event was only a nudge: the"
    " charge was read from Stripe, so twice, late or out of order ends in the same row.",
    "application_fees": "What the platform earned is what Stripe says it collected, not what its"
    " settings promise.",
    "transfers": "A transfer is not a payout: it moves money between Stripe balances, and no bank"
    " has seen it yet.",
    "payouts": "Paid is not the end: a bank can send a payout back days later, and then it is"
    " failed, with the money in the Stripe balance again.",
    "refunds": "That a refund was asked for does not give anybody money; Stripe says how it ended,"
    " and may say otherwise later.",
    "disputes": "A dispute is between the buyer's bank and the platform, whoever the seller was:"
    " the platform pays first.",
}


@dataclass(frozen=True)
class Lesson:
    """A rule, and the function that wrote the row by it: app/projections/charge.py:..."""

    rule: str
    function: str


@bp.app_template_filter("lesson")
def lesson(noun: str | None) -> Lesson | None:
    """What an event that led to this told table teaches; None where it led to none."""
    if noun not in RULES:
        return None
    function = PROJECTIONS[noun]
    return Lesson(RULES[noun], f"{function.__module__.replace('.', '/')}.py:{function.__name__}")
