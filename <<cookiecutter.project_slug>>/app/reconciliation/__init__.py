"""Asked beside told: what must hold for each order and payout, and in what words it does not."""

from app.reconciliation.against_stripe import compare
from app.reconciliation.earnings import Earnings, earnings
from app.reconciliation.findings import PATIENCE, Finding, findings
from app.reconciliation.findings import count as count_loose_ends
from app.reconciliation.kinds import KINDS
from app.reconciliation.loading import stories, story
from app.reconciliation.loose_ends import review
from app.reconciliation.order_story import Story
from app.reconciliation.payout_story import PayoutStory, payout_stories, payout_story
from app.reconciliation.shares import Shares, shares, to_send_again

__all__ = [
    "KINDS",
    "PATIENCE",
    "Earnings",
    "Finding",
    "PayoutStory",
    "Shares",
    "Story",
    "compare",
    "count_loose_ends",
    "earnings",
    "findings",
    "payout_stories",
    "payout_story",
    "review",
    "shares",
    "stories",
    "story",
    "to_send_again",
]
