"""Every call to Stripe, spelled as Stripe spells it; nothing outside this room imports stripe.

What comes back is an id, plain JSON or a BearerUrl; what goes wrong is an exception of ours.
"""

from app.stripe_api.bearer import BearerUrl
from app.stripe_api.client import API_VERSION, init_app
from app.stripe_api.errors import (
    AccessLost,
    AccountsV1Refused,
    NotFromStripe,
    StripeRefused,
    StripeUnavailable,
)
from app.stripe_api.money_back import (
    create_refund,
    create_reversal,
    create_transfer,
    find_refund,
    find_reversal,
    find_transfer,
)
from app.stripe_api.reads import (
    list_balance_transactions,
    list_events,
    list_reversals,
    list_since,
    retrieve_account,
    retrieve_application_fee,
    retrieve_charge,
    retrieve_dispute,
    retrieve_payment_intent,
    retrieve_payout,
    retrieve_refund,
    retrieve_transfer,
)
from app.stripe_api.spine import (
    create_account_link,
    create_connected_account,
    create_destination_charge,
    create_login_link,
)
from app.stripe_api.webhooks import verified_event

__all__ = [
    "API_VERSION",
    "AccessLost",
    "AccountsV1Refused",
    "BearerUrl",
    "NotFromStripe",
    "StripeRefused",
    "StripeUnavailable",
    "create_account_link",
    "create_connected_account",
    "create_destination_charge",
    "create_login_link",
    "create_refund",
    "create_reversal",
    "create_transfer",
    "find_refund",
    "find_reversal",
    "find_transfer",
    "init_app",
    "list_balance_transactions",
    "list_events",
    "list_reversals",
    "list_since",
    "retrieve_account",
    "retrieve_application_fee",
    "retrieve_charge",
    "retrieve_dispute",
    "retrieve_payment_intent",
    "retrieve_payout",
    "retrieve_refund",
    "retrieve_transfer",
    "verified_event",
]
