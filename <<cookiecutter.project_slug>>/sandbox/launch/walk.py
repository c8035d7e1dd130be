"""The steps of the tour: sign up, onboard, offer, buy, pay, pay out; and what confirmed each."""

from typing import Any

import requests

from sandbox.launch import lessons
from sandbox.launch.browser import Browser, PageWrong
from sandbox.launch.ledger import Ledger, Row
from sandbox.launch.people import BUYER, SELLER, sign_up
from sandbox.launch.report import Report
from sandbox.money import ZERO_DECIMAL, shown

_CARD = "4242424242424242"
_DECLINED = "4000000000000002"


class Walk:
    """One sale, from nobody knowing anybody to money in a bank."""

    def __init__(
        self, platform: str, sandbox: str, environ: dict[str, str], ledger: Ledger, report: Report
    ) -> None:
        self.platform = platform
        self.sandbox = sandbox
        self.environ = environ
        self.ledger = ledger
        self.report = report
        self.currency = environ["PLATFORM_CURRENCY"].lower()
        self.seller = Browser()
        self.buyer = Browser()

    def whole(self) -> None:
        """Every step, and then whether it adds up."""
        account = self.onboard()
        order = self.buy(account)
        self.pay(order)
        charge, fee, transfer = self.settle(order)
        payout = self.pay_out(account, charge["amount"] - fee["amount"])
        self.add_up(account, order, charge, fee, transfer, payout)

    def onboard(self) -> Row:
        """The seller signs up, goes to Stripe and comes back; only events say what is true."""
        self.seller = sign_up(self.platform, SELLER)
        self.report.step(f"{SELLER} signed up to sell")
        self.seller.open(self.platform + "/seller")
        self.seller.submit("/onboarding/start")
        if not self.seller.page.url.startswith(self.sandbox):
            raise PageWrong(f"onboarding led to {self.seller.page.url}, not to Stripe's page")
        self.report.step("started onboarding and was led to Stripe's own page",
                         lesson=lessons.ACCOUNT_LINK)  # fmt: skip
        self.seller.submit("/onboarding/", choice="onboard")
        if self.seller.path != "/onboarding/return":
            raise PageWrong(f"Stripe led back to {self.seller.path}, not to /onboarding/return")
        account = self._told(
            "connected_accounts", lambda row: row["charges_enabled"] and row["payouts_enabled"]
        )
        self.report.step("completed onboarding: charges and payouts are enabled",
                         self._why(account, "connected_accounts"), lessons.READY)  # fmt: skip
        return account

    def buy(self, account: Row) -> Row:
        """A product, a buyer, an order that is written before Stripe is asked."""
        price = "1200" if self.currency in ZERO_DECIMAL else "48.00"
        self.seller.open(self.platform + "/seller")
        self.seller.submit("/seller/products", name="A walnut bowl", price=price)
        self.report.step(f"offered a walnut bowl for {price} {self.currency.upper()}",
                         lesson=lessons.PRICE)  # fmt: skip
        self.buyer = sign_up(self.platform, BUYER)
        self.buyer.open(self.platform + "/")
        self.buyer.submit("/checkout/")
        [order] = self.ledger.rows("orders", account_id=account["id"])
        self.report.step(
            f"{BUYER} signed up and ordered it:"
            f" {shown(order['amount'], self.currency)}, of which the platform's fee is"
            f" {shown(order['application_fee_amount'], self.currency)}",
            lesson=lessons.ORDER,
        )
        return order

    def pay(self, order: Row) -> None:
        """A card that is declined, then one that pays, the way Stripe.js sends them."""
        error = self._confirm(_DECLINED).get("error", {})
        self.report.check(error.get("code") == "card_declined", f"the bad card said: {error}")
        failed = self._told("charges", lambda row: row["status"] == "failed",
                            payment_intent_id=order["payment_intent_id"])  # fmt: skip
        self.report.step(f"a first card was declined: {error.get('message')}",
                         self._why(failed, "charges"), lessons.DECLINED)  # fmt: skip
        intent = self._confirm(_CARD)
        self.report.check(intent.get("status") == "succeeded", f"the good card said: {intent}")
        self.buyer.open(f"{self.platform}/checkout/orders/{order['reference']}/return")
        self.report.check(self.buyer.status == 200, "the return page did not open")

    def settle(self, order: Row) -> tuple[Row, Row, Row]:
        """The charge, and with it the fee and the transfer, as events tell them."""
        charge = self._told(
            "charges",
            lambda row: row["status"] == "succeeded" and row["balance_transaction_id"],
            payment_intent_id=order["payment_intent_id"],
        )
        self.report.step(f"paid with 4242: charge of {shown(charge['amount'], charge['currency'])}",
                         self._why(charge, "charges"), lessons.PAID)  # fmt: skip
        transfer = self._told("transfers", bool, source_transaction=charge["id"])
        self.report.step(
            f"{shown(transfer['amount'], self.currency)} moved to the seller's Stripe balance",
            self._why(transfer, "transfers"),
            lessons.TRANSFER,
        )
        fee = self._told("application_fees", bool, charge_id=charge["id"])
        self.report.step(f"the platform's fee of {shown(fee['amount'], fee['currency'])} came back",
                         self._why(fee, "application_fees"), lessons.FEE)  # fmt: skip
        return charge, fee, transfer

    def pay_out(self, account: Row, share: int) -> Row:
        """The seller opens their dashboard by a login link, and pays out to the bank."""
        self.seller.open(self.platform + "/seller")
        self.seller.submit("/onboarding/dashboard")
        self.seller.submit("/payouts", outcome="paid")
        payout = self._told(
            "payouts",
            lambda row: row["status"] == "paid" and row["reconciliation_status"] == "completed",
            account_id=account["id"],
        )
        self.report.step(f"paid out {shown(share, payout['currency'])} to the seller's bank",
                         self._why(payout, "payouts"), lessons.PAYOUT)  # fmt: skip
        return payout

    def add_up(
        self, account: Row, order: Row, charge: Row, fee: Row, transfer: Row, payout: Row
    ) -> None:
        """Amount = fee + seller's share, in one currency; the share is what reached the bank."""
        check = self.report.check
        self.report.rows = {
            "orders": order, "connected_accounts": account, "charges": charge,
            "application_fees": fee, "transfers": transfer, "payouts": payout,
        }  # fmt: skip
        check(charge["amount"] == order["amount"], "the charge is not what was ordered")
        check(fee["amount"] == order["application_fee_amount"], "the fee is not what was asked")
        check(transfer["amount"] == charge["amount"], "the transfer is not the whole charge")
        check(transfer["destination"] == account["id"], "the transfer went to somebody else")
        sum_of = (
            f"{charge['amount']} is not the fee {fee['amount']} + the payout {payout['amount']}"
        )
        check(charge["amount"] == fee["amount"] + payout["amount"], sum_of)
        currencies = {row["currency"] for row in (order, charge, fee, transfer, payout)}
        check(currencies == {self.currency}, f"one sale, several currencies: {currencies}")

    def _confirm(self, card: str) -> dict[str, Any]:
        """What Stripe.js sends from its frame, with the client secret the page carries."""
        secret = self.buyer.page.data.get("data-client-secret", "")
        if not secret:
            raise PageWrong(f"{self.buyer.page.url} offers no way to pay")
        fields = {
            "key": self.environ["STRIPE_PUBLISHABLE_KEY"],
            "client_secret": secret,
            "payment_method_data[type]": "card",
            "payment_method_data[card][number]": card,
            "payment_method_data[card][exp_month]": "12",
            "payment_method_data[card][exp_year]": "34",
            "payment_method_data[card][cvc]": "123",
        }
        intent = secret.partition("_secret_")[0]
        url = f"{self.sandbox}/v1/payment_intents/{intent}/confirm"
        answer: dict[str, Any] = requests.post(url, data=fields, timeout=60).json()
        return answer

    def _told(self, table: str, until: Any, **where: Any) -> Row:
        return self.ledger.await_row(table, until, **where)

    def _why(self, row: Row, table: str) -> str:
        # What a told row sets in motion is done after it is there, and before its event counts.
        self._told("stripe_events", lambda told: told["state"] == "processed", object_id=row["id"])
        return self.ledger.confirmation(row["id"], table)
