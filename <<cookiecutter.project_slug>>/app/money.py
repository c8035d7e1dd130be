"""Money: integers in minor units, currency exponents, and the one place a fee is rounded."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import format_decimal

from app.locales import visitors_locale

# https://docs.stripe.com/currencies#zero-decimal
ZERO_DECIMAL = frozenset("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split())
# Two decimals on the wire, but only whole units: https://docs.stripe.com/currencies#special-cases
WHOLE_UNITS = frozenset({"isk", "ugx"})
THREE_DECIMAL = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})

# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, in minor units. Stripe
# compares after conversion to the settlement currency; for those not listed, it has the last word.
MINIMUM_CHARGE = {
    "aed": 2_00, "aud": 50, "bgn": 1_00, "brl": 50, "cad": 50, "chf": 50, "czk": 15_00,
    "dkk": 2_50, "eur": 50, "gbp": 30, "hkd": 4_00, "huf": 175_00, "inr": 50, "jpy": 50,
    "mxn": 10_00, "myr": 2_00, "nok": 3_00, "nzd": 50, "pln": 2_00, "ron": 2_00, "sek": 3_00,
    "sgd": 50, "thb": 10_00, "usd": 50,
}  # fmt: skip
MAXIMUM_CHARGE = 99_999_999  # eight digits: the most that every payment method takes


class BadAmount(ValueError):
    """An amount somebody typed that cannot be charged; the text says why."""


def exponent(currency: str) -> int:
    """How many decimals the currency has: 0 for JPY, 2 for USD."""
    return 0 if currency in ZERO_DECIMAL else 2


def parse_amount(text: str, currency: str) -> int:
    """Minor units of what a person typed: "19.99" in usd is 1999. Raises BadAmount."""
    return _chargeable(read_amount(text, currency), currency)


def read_amount(text: str, currency: str) -> int:
    """The same, with no word on whether so little or so much can be charged. Raises BadAmount."""
    text = text.strip()
    # A comma before one or two digits can only be a decimal comma; before three it is refused.
    if re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise BadAmount("Type a plain number, such as 25 or 19.99.") from None
    if not amount.is_finite() or amount.adjusted() > 12:
        raise BadAmount("Type a plain number, such as 25 or 19.99.")

    decimals = 0 if currency in WHOLE_UNITS else exponent(currency)
    if amount != round(amount, decimals):
        allowed = "no decimals" if decimals == 0 else f"at most {decimals} decimals"
        raise BadAmount(f"Amounts in {currency.upper()} have {allowed}.")
    return int(amount.scaleb(exponent(currency)))


def _chargeable(amount: int, currency: str) -> int:
    minimum = MINIMUM_CHARGE.get(currency, 1)
    if amount < minimum:
        raise BadAmount(f"The least that can be charged is {format_amount(minimum, currency)}.")
    if amount > MAXIMUM_CHARGE:
        raise BadAmount(
            f"The most that can be charged is {format_amount(MAXIMUM_CHARGE, currency)}."
        )
    return amount


def format_amount(amount: int, currency: str) -> str:
    """The amount (minor units) as its reader writes numbers: "1,200.50 USD" or "1.200,50 USD"."""
    locale, decimals = visitors_locale(), exponent(currency)
    whole, _, _ = locale.decimal_formats[None].pattern.partition(".")
    pattern = f"{whole}.{'0' * decimals}" if decimals else whole
    number = format_decimal(Decimal(amount).scaleb(-decimals), pattern, locale)
    return f"{number} {currency.upper()}"


def plain_amount(amount: int, currency: str) -> str:
    """The amount (minor units) as people type it: "19.99", "1200"."""
    return str(Decimal(amount).scaleb(-exponent(currency)))


def application_fee(amount: int, basis_points: int) -> int:
    """The platform's share of an amount, both in minor units; 250 basis points are 2.5 %.

    Rounded down, so that it can never exceed the amount nor take from the seller's share.
    """
    return amount * basis_points // 10_000


def pro_rata(whole: int, part: int, of: int) -> int:
    """The share of `whole` that goes with `part` out of `of`; all in minor units.

    Rounded down: of a fee of 333, refunding 50 out of 500 gives 33 back. That Stripe rounds like
    this when it reverses part of a transfer or refunds part of a fee is inferred:
    docs.stripe.com/api/refunds/create says "proportional", and no more.
    """
    return whole * part // of
