"""Every call to Stripe, spelled as Stripe spells it; nothing outside this room imports stripe.

What comes back is an id, plain JSON or a BearerUrl; what goes wrong is an exception of ours.
"""

from app.stripe_api.bearer import BearerUrl, SigningSecret
from app.stripe_api.checkup import (
    Greeting,
    count_undelivered,
    greet,
    look_at_accounts_v2,
    refuses_accounts_v1,
)
from app.stripe_api.client import API_VERSION, init_app
from app.stripe_api.endpoints import (
    Destination,
    create_destination,
    delete_destination,
    enable_destination,
    list_destinations,
    subscribe_destination,
)
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
    "Destination",
    "Greeting",
    "NotFromStripe",
    "SigningSecret",
    "StripeRefused",
    "StripeUnavailable",
    "count_undelivered",
    "create_account_link",
    "create_connected_account",
    "create_destination",
    "create_destination_charge",
    "create_login_link",
    "create_refund",
    "create_reversal",
    "create_transfer",
    "delete_destination",
    "enable_destination",
    "find_refund",
    "find_reversal",
    "find_transfer",
    "greet",
    "init_app",
    "list_balance_transactions",
    "list_destinations",
    "list_events",
    "list_reversals",
    "list_since",
    "look_at_accounts_v2",
    "refuses_accounts_v1",
    "retrieve_account",
    "retrieve_application_fee",
    "retrieve_charge",
    "retrieve_dispute",
    "retrieve_payment_intent",
    "retrieve_payout",
    "retrieve_refund",
    "retrieve_transfer",
    "subscribe_destination",
    "verified_event",
]
