"""Whatever people do in whatever order, money is moved and never made or lost."""

import contextlib
import tempfile
from collections import Counter
from pathlib import Path

import stripe
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import Sandbox
from sandbox.errors import StripeError
from sandbox.pytest_plugin import SETTINGS
from sandbox.scenario import client, new_intent, new_seller, params
from sandbox.shapes import compare

INTERNAL = {"transfer", "payment", "application_fee", "application_fee_refund",
            "transfer_refund", "payment_refund"}  # fmt: skip
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "decline", "refund", "refund all parts", "reverse", "dispute",
                         "payout", "payout fails"]),
        st.integers(1, 100),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(acts=ACTS)
@settings(max_examples=12, deadline=None)
def test_the_books_balance_after_any_history(acts: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Sandbox(Path(folder) / "s.db", **SETTINGS) as it:
        api = client(it)
        seller = new_seller(api)
        it.onboard(seller)
        for act, percent in acts:
            # What Stripe refuses (money that is not there) must leave no trace.
            with contextlib.suppress(stripe.InvalidRequestError, StripeError):
                _do(it, api, seller, act, percent)
        rows = [*it.objects("balance_transaction")]
        assert sum(row["net"] for row in rows if row["type"] in INTERNAL) == 0
        assert all(row["net"] == row["amount"] - row["fee"] for row in rows)
        _each_object_agrees_with_its_rows(it, seller)


def _do(it: Sandbox, api: stripe.StripeClient, seller: str, act: str, percent: int) -> None:
    charges = [each for each in it.objects("charge", it.world.platform) if each["paid"]]
    if act in ("pay", "decline") or not charges:
        card = "4000000000000002" if act == "decline" else "4242424242424242"
        it.pay(new_intent(api, seller, percent * 1_00), card)
        return
    charge = charges[percent % len(charges)]
    amount = charge["amount"] * percent // 100
    if act.startswith("refund"):
        all_parts = act != "refund"
        wish = params(charge=charge["id"], amount=amount, reverse_transfer=all_parts,
                      refund_application_fee=all_parts)  # fmt: skip
        api.v1.refunds.create(wish)
    elif act == "reverse":
        wish = params(amount=amount, refund_application_fee=percent % 2 == 0)
        api.v1.transfers.reversals.create(charge["transfer"], wish)
    elif act == "dispute":
        it.dispute(charge["id"])
    else:
        it.payout(seller, "failed" if "fails" in act else "paid")


def _each_object_agrees_with_its_rows(it: Sandbox, seller: str) -> None:
    refunded: Counter[str] = Counter()
    for refund in it.objects("refund", it.world.platform):
        refunded[refund["charge"]] += refund["amount"]
    for charge in it.objects("charge", it.world.platform):
        assert charge["amount_refunded"] == refunded[charge["id"]] <= charge["amount"]
    for transfer in it.objects("transfer"):
        reversals = transfer["reversals"]["data"]
        assert transfer["amount_reversed"] == sum(each["amount"] for each in reversals)
    assert sum(row["net"] for row in it.objects("balance_transaction", seller)) >= 0
    for kind in ("charge", "transfer", "application_fee", "refund", "payout", "dispute"):
        assert [fault for each in it.objects(kind) for fault in compare(each).faults] == []
