"""Amounts as people type them, as Stripe takes them, and the platform's share of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import (
    MAXIMUM_CHARGE,
    MINIMUM_CHARGE,
    BadAmount,
    application_fee,
    format_amount,
    parse_amount,
)


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("19.99", "usd", 19_99),
        ("20", "eur", 20_00),
        (" 0.5 ", "usd", 50),
        ("1200", "jpy", 1200),
        ("1200.00", "jpy", 1200),
        ("5", "isk", 5_00),
    ],
)
def test_what_a_person_types_becomes_minor_units(typed: str, currency: str, amount: int) -> None:
    assert parse_amount(typed, currency) == amount


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("", "usd"),
        ("ten", "usd"),
        ("nan", "usd"),
        ("inf", "usd"),
        ("1e400", "usd"),
        ("-5", "usd"),
        ("0", "usd"),
        ("0.49", "usd"),
        ("19.999", "usd"),
        ("10.5", "jpy"),
        ("49", "jpy"),
        ("5.50", "isk"),
        ("1000000", "usd"),
    ],
)
def test_what_cannot_be_charged_is_refused_in_words(typed: str, currency: str) -> None:
    with pytest.raises(BadAmount, match=r"\w+ .*\."):
        parse_amount(typed, currency)


@given(
    amount=st.integers(min_value=1, max_value=MAXIMUM_CHARGE),
    currency=st.sampled_from(sorted(MINIMUM_CHARGE)),
)
def test_an_amount_that_is_shown_can_be_typed_again(amount: int, currency: str) -> None:
    shown, code = format_amount(amount, currency).split()
    assert code == currency.upper()
    if amount >= MINIMUM_CHARGE[currency]:
        assert parse_amount(shown.replace(",", ""), currency) == amount


@given(
    amount=st.integers(min_value=1, max_value=MAXIMUM_CHARGE),
    basis_points=st.integers(min_value=0, max_value=10_000),
)
def test_the_fee_never_exceeds_the_amount_nor_the_exact_share(
    amount: int, basis_points: int
) -> None:
    fee = application_fee(amount, basis_points)
    assert 0 <= fee <= amount
    assert fee * 10_000 <= amount * basis_points < (fee + 1) * 10_000


def test_amounts_are_shown_with_the_decimals_of_their_currency() -> None:
    assert format_amount(1_234_50, "usd") == "1,234.50 USD"
    assert format_amount(1200, "jpy") == "1,200 JPY"
    assert format_amount(-5, "eur") == "-0.05 EUR"
