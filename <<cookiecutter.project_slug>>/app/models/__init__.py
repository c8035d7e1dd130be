"""The tables: ASKED is what we wanted to happen, TOLD is what Stripe said happened."""

from app.models.application_fee import ApplicationFee
from app.models.asked import AskedOfStripe
from app.models.balance_transaction import BalanceTransaction
from app.models.charge import Charge
from app.models.connected_account import ConnectedAccount
from app.models.dispute import Dispute
from app.models.event import Event
from app.models.loose_end import LooseEnd
from app.models.order import Order
from app.models.payout import Payout
from app.models.product import Product
from app.models.refund import Refund
from app.models.refund_request import RefundRequest
from app.models.reversal_request import ReversalRequest
from app.models.stripe_read import StripeRead
from app.models.told import Told
from app.models.transfer import Transfer
from app.models.transfer_request import TransferRequest
from app.models.transfer_reversal import TransferReversal
from app.models.user import User

__all__ = [
    "ApplicationFee",
    "AskedOfStripe",
    "BalanceTransaction",
    "Charge",
    "ConnectedAccount",
    "Dispute",
    "Event",
    "LooseEnd",
    "Order",
    "Payout",
    "Product",
    "Refund",
    "RefundRequest",
    "ReversalRequest",
    "StripeRead",
    "Told",
    "Transfer",
    "TransferRequest",
    "TransferReversal",
    "User",
]
