"""What each refund does to seller and platform, to the cent: as shown before, and as it was."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.money_back import ALL_FLAGS, a_desk, wish
from tests.platform_server import Platform


@dataclass(frozen=True)
class Case:
    """Refunds of one sale, one after the other, and both balances at the end."""

    refunds: list[dict[str, str]]
    seller: int
    platform: int
    sale: dict[str, Any] = field(default_factory=dict)


DEFAULTS: dict[str, str] = {}
"""Nothing filled in: all of it, with both flags."""
FREE = {"fee_bps": 0}
YEN = {"price": 1234, "currency": "jpy"}

# A sale of 50.00 with a fee of 5.00 puts 45.00 into the seller's balance and leaves the platform
# 5.00, less the 1.75 that Stripe keeps for good: 3.25. Without a fee: 50.00 and -1.75. Of 1,234 yen
# the fee is 123, and Stripe keeps 36.
CASES = {
    "none": Case([], 45_00, 3_25),
    "full": Case([DEFAULTS], 0, -1_75),
    "full, from the seller alone": Case([wish("50", "reverse_transfer")], -5_00, 3_25),
    "full, from the platform alone": Case([wish("50.00")], 45_00, -46_75),
    "partial": Case([wish("20.00", *ALL_FLAGS)], 27_00, 1_25),
    "partial, from the seller alone": Case([wish("20", "reverse_transfer")], 25_00, 3_25),
    "partial, from the platform alone": Case([wish("20.00")], 45_00, -16_75),
    # Of the fee 0.33 and 0.33 come back, and with what completes the refund all the rest.
    "several that leave some": Case([wish("3.33", *ALL_FLAGS)] * 2, 39_00, 2_59),
    "several that make up the whole": Case(
        [wish("3.33", *ALL_FLAGS), wish("3.33", *ALL_FLAGS), DEFAULTS], 0, -1_75
    ),
    "the platform's first, then the rest from all": Case(
        [wish("20.00"), wish("30.00", *ALL_FLAGS)], 0, -1_75
    ),
    "the seller's first, then the platform's": Case(
        [wish("20.00", "reverse_transfer"), wish("30.00")], 25_00, -26_75
    ),
    "zero fee": Case([DEFAULTS], 0, -1_75, FREE),
    "zero fee, partial": Case([wish("20", "reverse_transfer")], 30_00, -1_75, FREE),
    "zero fee, from the platform alone": Case([wish("20")], 50_00, -21_75, FREE),
    "yen": Case([DEFAULTS], 0, -36, YEN),
    # Of 1,234, 411; of the fee of 123 that is 40.97, rounded down.
    "yen, partial": Case([wish("411", *ALL_FLAGS)], 740, 47, YEN),
    "yen, from the seller alone": Case([wish("411", "reverse_transfer")], 700, 87, YEN),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_refund_does_what_the_page_said_to_the_cent(
    platform: Platform, sandbox: Any, case: Case
) -> None:
    desk = a_desk(platform, sandbox, other_sales=1, **case.sale)
    for filled in case.refunds:
        _, *said = desk.refund(**filled)
        assert list(desk.nets()) == said

    assert desk.nets() == (case.seller, case.platform)
    assert desk.told() == (case.seller, case.platform)
    assert desk.findings() == []
