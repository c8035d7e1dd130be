"""Everything that can happen here, once, through the real SDK: what fidelity and tests look at."""

from typing import Any

import stripe

from sandbox.instance import Sandbox

_BACK = {"refresh_url": "http://127.0.0.1:1/refresh", "return_url": "http://127.0.0.1:1/return"}


def client(sandbox: Sandbox) -> stripe.StripeClient:
    """The official SDK, speaking to this sandbox."""
    return stripe.StripeClient(sandbox.secret_key, base_addresses={"api": sandbox.url})


def play(sandbox: Sandbox) -> None:
    """Every endpoint is asked and every event is caused at least once."""
    api = client(sandbox)
    seller = new_seller(api)
    _accounts(api, sandbox, seller)
    _accounts_v2(api, sandbox)
    _payments(api, sandbox, seller)
    _money_back(api, sandbox, seller)
    _payouts(api, sandbox, seller)
    _endpoints_and_events(api)
    _destinations(api)
    sandbox.change_account(seller, "reject")
    sandbox.change_account(seller, "deauthorize")


def new_seller(api: stripe.StripeClient) -> str:
    """An Express account as the kit makes one; the id."""
    account = api.v1.accounts.create(
        {
            "country": "US",
            "email": "ada@example.com",
            "controller": {
                "fees": {"payer": "application"},
                "losses": {"payments": "application"},
                "stripe_dashboard": {"type": "express"},
            },
            "capabilities": {
                "card_payments": {"requested": True},
                "transfers": {"requested": True},
            },
        }
    )
    return account.id


def new_intent(api: stripe.StripeClient, seller: str, amount: int = 10_00, **more: Any) -> str:
    """A destination charge's payment intent, not yet confirmed; the id."""
    wish: Any = {
        "amount": amount,
        "currency": "usd",
        "application_fee_amount": amount // 10,
        "transfer_data": {"destination": seller},
        "on_behalf_of": seller,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        **more,
    }
    return api.v1.payment_intents.create(wish).id


def params(*parts: dict[str, Any], **more: Any) -> Any:
    """Parameters put together from parts, which the SDK's TypedDicts cannot follow."""
    return {name: value for part in (*parts, more) for name, value in part.items()}


def _accounts(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> None:
    link: Any = {"account": seller, "type": "account_onboarding", **_BACK}
    api.v1.account_links.create(link)
    sandbox.change_account(seller, "incomplete")
    sandbox.onboard(seller)
    sandbox.change_account(seller, "restrict_later", seconds=3600)
    sandbox.change_account(seller, "restrict")
    sandbox.onboard(seller)
    api.v1.accounts.update(seller, {"metadata": {"seller": "1"}})
    api.v1.accounts.retrieve(seller)
    api.v1.accounts.list()
    api.v1.accounts.login_links.create(seller)
    api.v1.accounts.capabilities.list(seller)
    api.v1.accounts.capabilities.retrieve(seller, "transfers")


def _accounts_v2(api: stripe.StripeClient, sandbox: Sandbox) -> None:
    wish: Any = {
        "contact_email": "ida@example.com",
        "dashboard": "express",
        "identity": {"country": "us"},
        "configuration": {
            "merchant": {"capabilities": {"card_payments": {"requested": True}}},
            "recipient": {
                "capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}
            },
        },
        "defaults": {
            "responsibilities": {"fees_collector": "application", "losses_collector": "application"}
        },
        "include": [
            "configuration.merchant",
            "configuration.recipient",
            "requirements",
            "defaults",
        ],
    }
    account = api.v2.core.accounts.create(wish).id
    flow: Any = {"type": "account_onboarding", "account_onboarding": _BACK}
    api.v2.core.account_links.create({"account": account, "use_case": flow})
    sandbox.onboard(account)
    api.v2.core.accounts.update(account, {"display_name": "Ida's bowls"})
    api.v2.core.accounts.retrieve(account, {"include": ["identity", "requirements", "defaults"]})
    api.v2.core.accounts.list()
    api.v2.core.events.retrieve(sandbox.events("v2.core.account.created")[0]["id"])


def _payments(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> None:
    intent = new_intent(api, seller)
    api.v1.payment_intents.update(intent, {"metadata": {"order": "1"}})
    sandbox.pay(intent, "4000000000000002")
    api.v1.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})
    api.v1.payment_intents.retrieve(intent)
    api.v1.payment_intents.list()
    sandbox.pay(new_intent(api, seller), "4000002760003184")
    api.v1.payment_intents.cancel(new_intent(api, seller))
    charge = api.v1.charges.list({"payment_intent": intent}).data[0]
    api.v1.charges.retrieve(charge.id)
    api.v1.charges.update(charge.id, {"description": "A bowl"})
    transfer = api.v1.transfers.list().data[0].id
    api.v1.transfers.retrieve(transfer)
    api.v1.transfers.update(transfer, {"metadata": {"order": "1"}})
    own_sale = params(amount=500_00, currency="usd", payment_method="pm_card_visa", confirm=True)
    api.v1.payment_intents.create(own_sale)
    api.v1.transfers.create({"amount": 1_00, "currency": "usd", "destination": seller})
    api.v1.transfers.reversals.create(transfer, {"amount": 1_00})
    api.v1.transfers.reversals.list(transfer)
    fee = api.v1.application_fees.list().data[0].id
    api.v1.application_fees.retrieve(fee)
    api.v1.application_fees.refunds.create(fee, {"amount": 10})
    api.v1.application_fees.refunds.list(fee)


def _money_back(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> None:
    for card in ("4242424242424242", "4000000000007726", "4000000000005126"):
        intent = sandbox.pay(new_intent(api, seller), card)
        wish: Any = {"charge": intent["latest_charge"]}
        if card.startswith("4242"):
            wish.update(reverse_transfer=True, refund_application_fee=True)
        refund = api.v1.refunds.create(wish).id
    api.v1.refunds.retrieve(refund)
    api.v1.refunds.update(refund, {"metadata": {"why": "asked"}})
    api.v1.refunds.list()
    for card in ("4000000000000259", "4000000000002685", "4000000000001976"):
        sandbox.pay(new_intent(api, seller), card)
    disputes = api.v1.disputes.list().data
    api.v1.disputes.update(disputes[0].id, {"evidence": {"product_description": "A bowl"}})
    api.v1.disputes.retrieve(disputes[0].id)
    api.v1.disputes.close(disputes[1].id)
    sandbox.close_dispute(disputes[2].id, "won")


def _payouts(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> None:
    on_seller: Any = {"stripe_account": seller}
    api.v1.balance.retrieve({}, on_seller)
    paid = sandbox.payout(seller, "paid_then_failed")["id"]
    sandbox.payout(seller, "failed")
    rows = api.v1.balance_transactions.list({"payout": paid}, on_seller).data
    api.v1.balance_transactions.retrieve(rows[0].id, {}, on_seller)
    sandbox.settings.payout_step = 3600
    held = api.v1.payouts.create({"amount": 1_00, "currency": "usd"}, on_seller).id
    sandbox.settings.payout_step = 0
    api.v1.payouts.cancel(held, {}, on_seller)
    api.v1.payouts.update(held, {"metadata": {"why": "too soon"}}, on_seller)
    api.v1.payouts.retrieve(held, {}, on_seller)
    api.v1.payouts.list({}, on_seller)


def _endpoints_and_events(api: stripe.StripeClient) -> None:
    made = api.v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:1/hook", "enabled_events": ["payout.paid"], "connect": True}
    )
    api.v1.webhook_endpoints.update(made.id, {"disabled": True})
    api.v1.webhook_endpoints.retrieve(made.id)
    api.v1.webhook_endpoints.list()
    api.v1.webhook_endpoints.delete(made.id)
    api.v1.events.retrieve(api.v1.events.list({"type": "charge.*"}).data[0].id)


def _destinations(api: stripe.StripeClient) -> None:
    destinations = api.v2.core.event_destinations
    thin = destinations.create(
        {
            "name": "Thin",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["v2.core.account.updated"],
            "webhook_endpoint": {"url": "http://127.0.0.1:1/hook"},
        }
    )
    destinations.update(thin.id, {"description": "Where thin events go"})
    destinations.disable(thin.id)
    destinations.enable(thin.id)
    destinations.retrieve(thin.id)
    destinations.list()
    destinations.delete(thin.id)
