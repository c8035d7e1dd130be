"""The timeline teaches: each told table has its rule, and names the function that writes it."""

from pathlib import Path

import pytest

from app.operators.lessons import lesson
from app.projections import PROJECTIONS
from tests.platform_server import Platform
from tests.reading import an_operator
from tests.told_rows import a_charge, an_event, an_order, give_account, plant

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("noun", PROJECTIONS)
def test_each_told_table_teaches_its_rule_and_names_its_function(noun: str) -> None:
    taught = lesson(noun)

    assert taught
    path, _, name = taught.function.partition(":")
    assert f"\ndef {name}(" in (ROOT / path).read_text()


def test_an_orders_page_says_why_its_events_count(lonely_platform: Platform) -> None:
    ada = lonely_platform.person("ada@example.com")
    seller = give_account(lonely_platform, ada.email, "acct_ada")
    order = an_order(lonely_platform, seller, seller)
    plant(lonely_platform, a_charge(order), an_event("evt_1", "processed", object_id="ch_1"))

    page = an_operator(lonely_platform).get(f"/operator/orders/{order.reference}").text

    assert "The redirect after paying proved nothing; this did." in page
    assert "<code>app/projections/charge.py:project_charge</code>" in page
    assert "<code>app/orders.py:place</code>" in page
    assert "\ndef place(" in (ROOT / "app" / "orders.py").read_text()
