"""Test cards and what each one does: https://docs.stripe.com/testing."""

from dataclasses import dataclass

from sandbox.errors import Json, invalid
from sandbox.ids import new_id, now

_GENERIC = "Your card was declined."
_FUNDS = "Your card has insufficient funds."
_EXPIRED = "Your card has expired."
_CVC = "Your card's security code is incorrect."
_TROUBLE = "An error occurred while processing your card. Try again in a little bit."


@dataclass(frozen=True)
class Card:
    """A test card: how it pays, and what happens afterwards."""

    number: str
    meaning: str
    code: str | None = None
    decline_code: str | None = None
    message: str = _GENERIC
    three_d_secure: bool = False
    dispute: str | None = None
    inquiry: bool = False
    refund: str = "succeeded"
    brand: str = "visa"

    @property
    def last4(self) -> str:
        """The digits people are shown."""
        return self.number[-4:]


CARDS = {
    card.number: card
    for card in (
        Card("4242424242424242", "pays"),
        Card("5555555555554444", "pays (Mastercard)", brand="mastercard"),
        Card("4000000000000077", "pays, at once available"),
        Card("4000000000000002", "declined", "card_declined", "generic_decline"),
        Card("4000000000009995", "no funds", "card_declined", "insufficient_funds", _FUNDS),
        Card("4000000000009987", "lost card", "card_declined", "lost_card"),
        Card("4000000000009979", "stolen card", "card_declined", "stolen_card"),
        Card("4000000000000069", "expired", "expired_card", "expired_card", _EXPIRED),
        Card("4000000000000127", "wrong CVC", "incorrect_cvc", "incorrect_cvc", _CVC),
        Card("4000000000000119", "trouble", "processing_error", "processing_error", _TROUBLE),
        Card("4000002500003155", "asks for 3-D Secure", three_d_secure=True),
        Card("4000002760003184", "always asks for 3-D Secure", three_d_secure=True),
        Card("4000000000003220", "3-D Secure 2", three_d_secure=True),
        Card("4000008400001629", "3-D Secure, then declined", "card_declined", "generic_decline",
             three_d_secure=True),
        Card("4000000000000259", "disputed as fraud", dispute="fraudulent"),
        Card("4000000000002685", "disputed, not received", dispute="product_not_received"),
        Card("4000000000001976", "an inquiry", dispute="fraudulent", inquiry=True),
        Card("4000000000007726", "refund pending, then paid back", refund="pending"),
        Card("4000000000005126", "refund fails later", refund="fails"),
    )
}  # fmt: skip
_TOKENS = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_bypassPending": "4000000000000077",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeDeclinedIncorrectCvc": "4000000000000127",
    "pm_card_chargeDeclinedProcessingError": "4000000000000119",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_createDisputeProductNotReceived": "4000000000002685",
    "pm_card_createDisputeInquiry": "4000000000001976",
    "pm_card_pendingRefund": "4000000000007726",
    "pm_card_refundFail": "4000000000005126",
}


def named(token_or_number: str) -> Card:
    """The card behind a number or a `pm_card_...` token; raises for one nobody documented."""
    number = _TOKENS.get(token_or_number, token_or_number).replace(" ", "")
    if number not in CARDS:
        raise invalid(f"No such PaymentMethod: '{token_or_number}'", "resource_missing",
                      "payment_method")  # fmt: skip
    return CARDS[number]


def payment_method(card: Card, exp_month: int = 12, exp_year: int = 2034) -> Json:
    """A card as a PaymentMethod object."""
    return {
        "id": new_id("pm_1"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": billing_details(),
        "card": {
            "brand": card.brand,
            "checks": _checks(),
            "country": "US",
            "display_brand": card.brand,
            "exp_month": exp_month,
            "exp_year": exp_year,
            "fingerprint": f"sandbox{card.number[-9:]}",
            "funding": "credit",
            "generated_from": None,
            "last4": card.last4,
            "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": now(),
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
        "_number": card.number,
    }


def billing_details() -> Json:
    """Who pays: the stand-in asks nobody for a name."""
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {"address": address, "email": None, "name": None, "phone": None, "tax_id": None}


def _checks() -> Json:
    return {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}
