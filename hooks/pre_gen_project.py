"""Refuse an answer that cannot work, by its name, before anything is written."""

import json
import re
import sys
from decimal import Decimal

# Hexadecimal, so that no answer can end the string early and become code.
ANSWERS = json.loads(bytes.fromhex("<< (cookiecutter | jsonify).encode().hex() >>"))

# Where a Stripe account, and so a Connect platform, can be opened: https://stripe.com/global
COUNTRIES = frozenset(
    "AE AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GI GR HK HR HU IE IN IT JP LI LT LU LV"
    " MT MX MY NL NO NZ PL PT RO SE SG SI SK TH US".split()
)

# What buyers can be charged in: https://docs.stripe.com/currencies#presentment-currencies
CURRENCIES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BIF BMD BND BOB BRL BSD BWP BYN BZD CAD"
    " CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ"
    " GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JPY KES KGS KHR KMF KRW KYD KZT LAK LBP LKR LRD LSL"
    " MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP"
    " PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY"
    " TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW".split()
)

# Stripe's documentation contradicts itself about their minor units, and money is not for guessing.
THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})


def wrong_name(answer: str) -> str | None:
    if not answer.strip() or len(answer) > 60:
        return "needs 1 to 60 characters"
    if not answer.isprintable() or set(answer) & set('"\\$`<>{}'):
        return 'stands in settings and pages, so it can hold none of " \\ $ ` < > { }'
    return None


def wrong_slug(answer: str) -> str | None:
    if re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", answer):
        return None
    return "names a folder: small letters, digits, and single - or _ between them"


def wrong_country(answer: str) -> str | None:
    if answer.upper() in COUNTRIES:
        return None
    return "is not the two-letter code of a country where Stripe opens platform accounts"


def wrong_currency(answer: str) -> str | None:
    if answer.upper() in THREE_DECIMALS:
        return "has three decimals, which this starter does not handle"
    if answer.upper() not in CURRENCIES:
        return "is not the three-letter code of a currency that Stripe charges in"
    return None


def wrong_fee(answer: str) -> str | None:
    if not re.fullmatch(r"[0-9]+([.][0-9]{1,2})?", answer):
        return "is not a number from 0 to 100 with at most two decimals"
    if Decimal(answer) > 100:
        return "is more than the whole payment; it can be 0 to 100"
    return None


RULES = {
    "project_name": (wrong_name, "My Marketplace"),
    "project_slug": (wrong_slug, "my-marketplace"),
    "platform_country": (wrong_country, "US"),
    "currency": (wrong_currency, "usd"),
    "application_fee_percent": (wrong_fee, "2.5"),
}


def main() -> int:
    refused = 0
    for name, (wrong, good) in RULES.items():
        answer = str(ANSWERS[name])
        if reason := wrong(answer):
            print(f"{name}: {answer!r} {reason}. For example: {good}", file=sys.stderr)
            refused = 1
    if refused:
        print("Nothing was written.", file=sys.stderr)
    return refused


if __name__ == "__main__":
    sys.exit(main())
