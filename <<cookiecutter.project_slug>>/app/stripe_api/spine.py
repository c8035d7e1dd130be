"""The calls that ask for something: account, account link, login link, destination charge."""

import stripe
from flask import current_app
from stripe.params.v2.core import AccountCreateParams

from app.stripe_api.bearer import BearerUrl
from app.stripe_api.client import client, idempotency_key
from app.stripe_api.errors import speaks_to_stripe


@speaks_to_stripe
def create_connected_account(seller_id: int, email: str, attempt: int) -> str:
    """Make the seller's Express account and return its id; the same call never makes two.

    Raises AccountsV1Refused where the platform must use v2, StripeRefused, StripeUnavailable.
    docs.stripe.com/connect/hosted-onboarding, docs.stripe.com/connect/accounts-v2
    """
    country = current_app.config["PLATFORM_COUNTRY"]
    if current_app.config["STRIPE_ACCOUNTS_API"] == "v2":
        return _create_account_v2(seller_id, email, attempt, country)
    return _create_account_v1(seller_id, email, attempt, country)


def _create_account_v1(seller_id: int, email: str, attempt: int, country: str) -> str:
    params: stripe.params.AccountCreateParams = {
        "country": country,
        "email": email,
        # Once called type=express: docs.stripe.com/connect/migrate-to-controller-properties
        "controller": {
            "fees": {"payer": "application"},
            "losses": {"payments": "application"},
            "stripe_dashboard": {"type": "express"},
        },
        # Both, because charges are made on_behalf_of: docs.stripe.com/connect/account-capabilities
        "capabilities": {
            "card_payments": {"requested": True},
            "transfers": {"requested": True},
        },
        "metadata": {"seller_id": str(seller_id)},
    }
    key = idempotency_key(f"account-{seller_id}-{attempt}", params)
    return client().v1.accounts.create(params, {"idempotency_key": key}).id


def _create_account_v2(seller_id: int, email: str, attempt: int, country: str) -> str:
    params: AccountCreateParams = {
        "contact_email": email,
        "display_name": email,
        "dashboard": "express",
        "identity": {"country": country.lower()},
        "configuration": {
            "merchant": {"capabilities": {"card_payments": {"requested": True}}},
            "recipient": {
                "capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}
            },
        },
        "defaults": {
            "responsibilities": {
                "fees_collector": "application",
                "losses_collector": "application",
            }
        },
        "metadata": {"seller_id": str(seller_id)},
    }
    key = idempotency_key(f"account-{seller_id}-{attempt}", params)
    return client().v2.core.accounts.create(params, {"idempotency_key": key}).id


@speaks_to_stripe
def create_account_link(account_id: str, refresh_url: str, return_url: str) -> BearerUrl:
    """A single-use link to Stripe-hosted onboarding: redirect to it at once, never hold it.

    docs.stripe.com/api/account_links
    """
    params: stripe.params.AccountLinkCreateParams = {
        "account": account_id,
        "type": "account_onboarding",
        "refresh_url": refresh_url,
        "return_url": return_url,
        "collection_options": {"fields": "eventually_due"},
    }
    return BearerUrl(client().v1.account_links.create(params).url)


@speaks_to_stripe
def create_login_link(account_id: str) -> BearerUrl:
    """A single-use link to the seller's Express Dashboard.

    docs.stripe.com/api/accounts/login_link
    """
    return BearerUrl(client().v1.accounts.login_links.create(account_id).url)


@speaks_to_stripe
def create_destination_charge(
    *, reference: str, amount: int, currency: str, application_fee_amount: int, account_id: str
) -> str:
    """A PaymentIntent that charges on the platform, settles to one seller and keeps our fee.

    Amounts are minor units. Returns its id; the same call never makes two.
    docs.stripe.com/connect/destination-charges
    """
    params: stripe.params.PaymentIntentCreateParams = {
        "amount": amount,
        "currency": currency,
        # The old payment_method_types is refused; this one filters what the Dashboard enables.
        "allowed_payment_method_types": ["card"],
        "application_fee_amount": application_fee_amount,
        "transfer_data": {"destination": account_id},
        "on_behalf_of": account_id,
        "transfer_group": reference,
        "metadata": {"order": reference},
    }
    if application_fee_amount == 0:
        del params["application_fee_amount"]  # Stripe takes a positive fee, or none
    key = idempotency_key(f"payment-intent-{reference}", params)
    return client().v1.payment_intents.create(params, {"idempotency_key": key}).id
