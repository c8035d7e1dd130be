"""Currencies: which have no minor unit, what the smallest charge is, what Stripe keeps of one.

Docs: https://docs.stripe.com/currencies. Amounts are integers in minor units everywhere.
"""

from sandbox.errors import invalid, too_small

ZERO_DECIMAL = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()
)  # fmt: skip
_TWO_DECIMAL = frozenset(
    "aed aud bgn brl cad chf cop czk dkk egp eur gbp hkd huf idr ils inr isk kes mad mxn myr ngn"
    " nok ars nzd pen php pln qar ron sar sek sgd thb try twd tzs uah ugx usd uyu zar".split()
)
_SMALLEST = {
    "aed": 2_00, "bgn": 1_00, "czk": 15_00, "dkk": 2_50, "gbp": 30, "hkd": 4_00, "huf": 175_00,
    "jpy": 50, "mxn": 10_00, "myr": 2_00, "nok": 3_00, "pln": 2_00, "ron": 2_00, "sek": 3_00,
    "thb": 10_00,
}  # fmt: skip
_LARGEST = 999_999_999_999
_EURO = frozenset("AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split())
_OF_COUNTRY = {
    "AE": "aed", "AU": "aud", "BG": "eur", "BR": "brl", "CA": "cad", "CH": "chf", "CZ": "czk",
    "DK": "dkk", "GB": "gbp", "HK": "hkd", "HU": "huf", "IN": "inr", "JP": "jpy", "LI": "chf",
    "MX": "mxn", "MY": "myr", "NO": "nok", "NZ": "nzd", "PL": "pln", "RO": "ron", "SE": "sek",
    "SG": "sgd", "TH": "thb", "GI": "gbp",
}  # fmt: skip


def currency_of(country: str) -> str:
    """The currency an account in this country settles in by default."""
    return "eur" if country in _EURO else _OF_COUNTRY.get(country, "usd")


def check_currency(currency: str) -> str:
    """The currency in small letters; raises for one Stripe does not know."""
    currency = currency.lower()
    if currency not in ZERO_DECIMAL | _TWO_DECIMAL:
        raise invalid(
            f"Invalid currency: {currency}. Stripe currently supports these currencies: "
            + ", ".join(sorted(ZERO_DECIMAL | _TWO_DECIMAL)),
            param="currency",
        )
    return currency


def check_amount(amount: int, currency: str) -> int:
    """The amount; raises when it is too small or too large to charge."""
    smallest = _SMALLEST.get(currency, 1 if currency in ZERO_DECIMAL else 50)
    if amount < 1:
        raise too_small("amount")
    if amount < smallest:
        raise invalid(
            f"Amount must be at least {shown(smallest, currency)}", "amount_too_small", "amount"
        )
    if amount > _LARGEST:
        raise invalid(
            f"Amount must be no more than {shown(_LARGEST, currency)}", "amount_too_large", "amount"
        )
    if currency in ("isk", "ugx") and amount % 100:
        raise invalid(f"Invalid amount: {currency} has no cents; end it in 00.", param="amount")
    return amount


def processing_fee(amount: int, currency: str) -> int:
    """What Stripe keeps of a card charge here: 2.9 % and a fixed part, rounded up."""
    fixed = 0 if currency in ZERO_DECIMAL else 30
    return -(-amount * 29 // 1000) + fixed


def shown(amount: int, currency: str) -> str:
    """An amount for people: `12.34 USD`, `500 JPY`."""
    if currency in ZERO_DECIMAL:
        return f"{amount:,} {currency.upper()}"
    sign, amount = "-" if amount < 0 else "", abs(amount)
    return f"{sign}{amount // 100:,}.{amount % 100:02d} {currency.upper()}"
