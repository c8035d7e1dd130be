"""From an object at Stripe to its told row; nothing else writes those."""

from collections.abc import Callable

from app.models import (
    ApplicationFee,
    Charge,
    ConnectedAccount,
    Dispute,
    Payout,
    Refund,
    Transfer,
)
from app.projections.account import project_account
from app.projections.application_fee import project_application_fee
from app.projections.charge import project_charge
from app.projections.dispute import project_dispute
from app.projections.payout import project_payout
from app.projections.refund import project_refund
from app.projections.told import begin_read
from app.projections.transfer import project_transfer

# (object id, account it belongs to or None, number of the read) -> names of the columns changed
Projection = Callable[[str, str | None, int], list[str]]

PROJECTIONS: dict[str, Projection] = {
    ConnectedAccount.__tablename__: project_account,
    Charge.__tablename__: project_charge,
    ApplicationFee.__tablename__: project_application_fee,
    Transfer.__tablename__: project_transfer,
    Payout.__tablename__: project_payout,
    Refund.__tablename__: project_refund,
    Dispute.__tablename__: project_dispute,
}

__all__ = ["PROJECTIONS", "Projection", "begin_read"]
