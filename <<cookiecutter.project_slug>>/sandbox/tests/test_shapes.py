"""Every object and event, held against the types of the installed stripe package."""

import pytest
import stripe

from sandbox import Sandbox
from sandbox.fidelity import fidelity, measure
from sandbox.scenario import new_intent
from sandbox.shapes import compare


def test_nothing_undeclared_is_given_and_nothing_required_is_missing() -> None:
    endpoints, events = measure()
    assert [(line.name, line.faults) for line in endpoints + events if line.faults] == []
    assert len(endpoints) > 50
    assert {"payout.paid", "account.updated", "application_fee.created", "transfer.created"} <= {
        line.name for line in events
    }


def test_the_table_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert fidelity() == 0
    assert "0 with something wrong" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": "red"}, "charge.colour is not declared"),
        ({"amount": "1000"}, "charge.amount is str"),
        ({"amount": None}, "charge.amount is null and may not be"),
        ({"status": "fine"}, "charge.status is 'fine', not one of"),
        (
            {"billing_details": {"shoe_size": 42}},
            "charge.billing_details.shoe_size is not declared",
        ),
        ({"transfer": {"object": "transfer"}}, "transfer.amount is required and missing"),
    ],
)
def test_a_doctored_object_is_caught(
    api: stripe.StripeClient, sandbox: Sandbox, seller: str, change: dict[str, object],
    complaint: str,
) -> None:  # fmt: skip
    sandbox.pay(new_intent(api, seller))
    [charge] = sandbox.objects("charge", sandbox.world.platform)
    assert compare(charge).faults == []
    assert any(complaint in fault for fault in compare({**charge, **change}).faults)


def test_a_missing_field_is_caught(api: stripe.StripeClient, sandbox: Sandbox, seller: str) -> None:
    sandbox.pay(new_intent(api, seller))
    [fee] = sandbox.objects("application_fee")
    del fee["originating_transaction"]
    assert compare(fee).faults == []
    del fee["amount"]
    assert compare(fee).faults == ["application_fee.amount is required and missing"]
