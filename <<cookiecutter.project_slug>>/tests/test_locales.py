"""Amounts and dates as their reader writes them; what people type is taken either way."""

import pytest
from flask import Flask

from app import create_app
from app.formatting import day, moment
from app.money import BadAmount, format_amount, parse_amount
from tests.people import Person
from tests.platform_server import Platform
from tests.settings import SETTINGS
from tests.told_rows import an_order, give_account

WHEN = 1_795_356_300  # 22 November 2026, 14:05 UTC


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(SETTINGS)


@pytest.mark.parametrize(
    ("language", "dollars", "yen", "date"),
    [
        ("", "1,234.50 USD", "-1,200 JPY", "22 Nov 2026"),
        ("en-US,en;q=0.9", "1,234.50 USD", "-1,200 JPY", "Nov 22, 2026"),
        ("de-AT", "1.234,50 USD", "-1.200 JPY", "22. Nov. 2026"),
        ("fr", "1\u202f234,50 USD", "-1\u202f200 JPY", "22 nov. 2026"),
        ("ja", "1,234.50 USD", "-1,200 JPY", "2026年11月22日"),
        ("tlh, ../../etc, *", "1,234.50 USD", "-1,200 JPY", "22 Nov 2026"),
    ],
)
def test_amounts_and_dates_are_written_as_their_reader_does(
    app: Flask, language: str, dollars: str, yen: str, date: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert format_amount(1_234_50, "usd").replace("\xa0", " ") == dollars
        assert format_amount(-1200, "jpy").replace("\xa0", " ") == yen
        assert f">{date}<" in day(WHEN).replace("\xa0", " ")
        assert f">{date}, 14:05 UTC<" in moment(WHEN).replace("\xa0", " ")


def test_a_page_writes_its_amounts_one_way(lonely_platform: Platform) -> None:
    ada: Person = lonely_platform.person("ada@example.com")
    seller = give_account(lonely_platform, ada.email, "acct_ada")
    an_order(lonely_platform, seller, seller)

    ada.session.headers["Accept-Language"] = "de"
    page = ada.get("/").text

    assert "50,00 USD" in page
    assert "50.00 USD" not in page


@pytest.mark.parametrize(("typed", "amount"), [("19,99", 19_99), ("0,5", 50), ("20,00", 20_00)])
def test_a_decimal_comma_is_taken_as_one(typed: str, amount: int) -> None:
    assert parse_amount(typed, "usd") == amount


@pytest.mark.parametrize("typed", ["1,200", "1.200,50", "1,2,3", ",5", "5,"])
def test_a_comma_that_might_mean_thousands_is_refused(typed: str) -> None:
    with pytest.raises(BadAmount):
        parse_amount(typed, "usd")
