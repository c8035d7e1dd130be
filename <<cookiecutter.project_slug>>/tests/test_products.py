"""Products: at sound prices in the platform's currency, and shown as typed."""

import pytest

from app.models import Product, User
from tests.people import Person
from tests.platform_server import Platform, serving
from tests.reading import part


@pytest.fixture
def ada(lonely_platform: Platform) -> Person:
    return lonely_platform.person("ada@example.com")


def user(platform: Platform, email: str) -> User:
    [found] = [user for user in platform.database.all(User) if user.email == email]
    return found


def test_a_product_is_kept_in_minor_units_of_the_platforms_currency(
    lonely_platform: Platform, ada: Person
) -> None:
    answer = ada.post(
        "/seller/products",
        "/seller",
        name="  A drawing ",
        price="19.99",
        currency="jpy",
        seller_id="2",
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/seller#products")
    product = lonely_platform.database.only(Product)
    assert (product.name, product.amount, product.currency) == ("A drawing", 19_99, "usd")
    assert product.seller_id == user(lonely_platform, "ada@example.com").id
    assert "19.99 USD" in part(ada, "products", "/seller")


def test_a_price_in_yen_has_no_decimals(settings: dict[str, str]) -> None:
    with serving({**settings, "PLATFORM_CURRENCY": "jpy"}) as platform:
        ada = platform.person("ada@example.com")
        refused = ada.post("/seller/products", "/seller", name="A drawing", price="19.99")
        assert refused.status_code == 422
        assert "no decimals" in refused.text

        ada.post("/seller/products", "/seller", name="A drawing", price="1200")
        assert platform.database.only(Product).amount == 1200
        assert "1,200 JPY" in part(ada, "products", "/seller")


@pytest.mark.parametrize("price", ["", "ten", "0", "-5", "0.49", "19.999", "nan", "1e9"])
def test_a_price_that_cannot_be_charged_is_refused_and_what_was_typed_stays(
    lonely_platform: Platform, ada: Person, price: str
) -> None:
    answer = ada.post("/seller/products", "/seller", name="A drawing", price=price)

    assert answer.status_code == 422
    assert 'value="A drawing"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert lonely_platform.database.all(Product) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_product_needs_a_name_of_some_length(
    lonely_platform: Platform, ada: Person, name: str
) -> None:
    assert ada.post("/seller/products", "/seller", name=name, price="5").status_code == 422
    assert lonely_platform.database.all(Product) == []


def test_a_name_is_shown_as_typed_and_never_run(ada: Person) -> None:
    ada.post("/seller/products", "/seller", name="<script>alert(1)</script>", price="5")
    for path in ("/seller", "/"):
        page = ada.get(path).text
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page
