"""Money is asked for with our figures, once; what came of it is Stripe's to say."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from app.models import ApplicationFee, Charge, Order, Transfer
from app.stripe_api.client import client as stripe_client
from tests.people import Person
from tests.platform_server import Platform
from tests.stories import Seller, a_seller, an_order


@pytest.fixture
def seller(platform: Platform, sandbox: Any) -> Seller:
    return a_seller(platform, sandbox)


def buyer_of(platform: Platform) -> Person:
    return Person(platform.url, "ben@example.com").signs_in()


def payment_intents(sandbox: Any) -> list[tuple[dict[str, Any], str]]:
    return [
        (asked.params, asked.idempotency_key)
        for asked in sandbox.requests
        if asked[:2] == ("POST", "/v1/payment_intents")
    ]


def test_the_destination_charge_crosses_the_wire_with_our_figures(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)

    [(params, key)] = payment_intents(sandbox)
    assert params["amount"] == "5000"
    assert params["currency"] == "usd"
    assert params["application_fee_amount"] == "500"
    assert params["transfer_data"] == {"destination": seller.account_id}
    assert params["on_behalf_of"] == seller.account_id
    assert params["transfer_group"] == order.reference
    assert params["metadata"] == {"order": order.reference}
    assert "payment_method_types" not in params
    assert order.reference in key


def test_what_the_browser_says_about_money_is_not_heard(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    eve = platform.person("eve@example.com")
    eve.post(
        f"/checkout/{seller.product_id}",
        "/",
        amount="1",
        currency="jpy",
        application_fee_amount="0",
        destination="acct_eve",
    )
    [(params, _)] = payment_intents(sandbox)
    assert (params["amount"], params["currency"]) == ("5000", "usd")
    assert params["transfer_data"] == {"destination": seller.account_id}


def test_paying_is_confirmed_by_webhooks_and_adds_up(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    sandbox.pay(order.payment_intent_id)
    sandbox.drain()

    charge = platform.database.only(Charge)
    fee = platform.database.only(ApplicationFee)
    transfer = platform.database.only(Transfer)
    assert (charge.status, charge.amount, charge.currency) == ("succeeded", 50_00, "usd")
    assert fee.charge_id == transfer.source_transaction == charge.id
    assert transfer.destination == seller.account_id
    assert fee.amount == 5_00
    assert transfer.amount - fee.amount == order.seller_amount == 45_00
    assert charge.payment_intent_id == order.payment_intent_id


def test_the_return_page_waits_for_a_webhook_and_writes_nothing(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    sandbox.drain()
    sandbox.hold()
    sandbox.pay(order.payment_intent_id)
    ben = buyer_of(platform)

    path = f"/checkout/orders/{order.reference}/return?redirect_status=succeeded"
    asked_before = len(sandbox.requests)
    assert "waiting for stripe to confirm" in ben.get(path).text.lower()
    assert len(sandbox.requests) == asked_before
    assert platform.database.all(Charge) == []

    sandbox.release()
    sandbox.drain()
    assert "waiting for stripe to confirm that" not in ben.get(path).text.lower()
    assert platform.database.only(Charge).status == "succeeded"


def test_a_payment_that_was_canceled_at_stripe_is_not_waited_for(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    with platform.app.app_context():
        stripe_client().v1.payment_intents.cancel(str(order.payment_intent_id))
    page = buyer_of(platform).get(f"/checkout/orders/{order.reference}")
    assert page.status_code == 200
    assert "This payment was canceled" in page.text
    assert "data-waiting" not in page.text


def test_reloading_never_makes_a_second_payment_intent(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    ben = buyer_of(platform)
    for _ in range(3):
        page = ben.get(f"/checkout/orders/{order.reference}")
        assert page.status_code == 200
    assert len(sandbox.objects("payment_intent")) == 1


def test_fifty_purchases_of_one_order_at_once_make_one_payment_intent(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    with platform.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET payment_intent_id = NULL")
    ben = buyer_of(platform)
    from tests.people import TOKEN

    token = TOKEN.search(ben.get(f"/checkout/orders/{order.reference}").text)
    assert token

    def press(_: int) -> int:
        return requests.post(
            f"{platform.url}/checkout/orders/{order.reference}",
            data={"csrf_token": token[1]},
            cookies=dict(ben.session.cookies),
            allow_redirects=False,
            timeout=60,
        ).status_code

    with ThreadPoolExecutor(50) as pool:
        statuses = set(pool.map(press, range(50)))
    assert statuses <= {303, 503}
    assert len(sandbox.objects("payment_intent")) == 1
    assert platform.database.only(Order).payment_intent_id == order.payment_intent_id


def test_a_seller_who_is_not_ready_is_refused_and_no_order_is_written(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    sandbox.change_account(seller.account_id, "restrict")
    sandbox.drain()
    eve = platform.person("eve@example.com")
    answer = eve.post(f"/checkout/{seller.product_id}", "/")

    assert answer.status_code == 409
    assert platform.database.all(Order) == []
    assert sandbox.objects("payment_intent") == []


def test_a_declined_card_leaves_the_order_unpaid_with_a_reason_and_can_be_tried_again(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    sandbox.pay(order.payment_intent_id, card="4000000000000002")
    sandbox.drain()
    ben = buyer_of(platform)

    assert platform.database.only(Charge).status == "failed"
    assert "declined" in ben.get(f"/checkout/orders/{order.reference}").text

    sandbox.pay(order.payment_intent_id)
    sandbox.drain()
    assert sorted(charge.status for charge in platform.database.all(Charge)) == [
        "failed",
        "succeeded",
    ]


def test_a_stripe_outage_loses_nothing(platform: Platform, sandbox: Any, seller: Seller) -> None:
    ben = platform.person("ben@example.com")
    client = platform.app.extensions["stripe"]
    platform.app.extensions["stripe"] = _unreachable(platform)
    answer = ben.post(f"/checkout/{seller.product_id}", "/")
    assert answer.status_code == 503
    order = platform.database.only(Order)
    assert order.payment_intent_id is None

    platform.app.extensions["stripe"] = client
    path = f"/checkout/orders/{order.reference}"
    assert "could not be reached" in ben.get(path).text
    assert ben.post(path, path).status_code == 303
    assert platform.database.only(Order).payment_intent_id is not None
    assert len(sandbox.objects("payment_intent")) == 1


def test_an_unknown_product_is_not_found(platform: Platform, sandbox: Any) -> None:
    assert platform.person("ben@example.com").post("/checkout/999", "/").status_code == 404


def test_an_order_is_shown_to_its_buyer_only(
    platform: Platform, sandbox: Any, seller: Seller
) -> None:
    order = an_order(platform, seller)
    path = f"/checkout/orders/{order.reference}"
    eve = platform.person("eve@example.com")
    for answer in (
        eve.get(path),
        eve.get(path + "/return"),
        eve.post(path),
        seller.person.get(path),
    ):
        assert answer.status_code == 404
    assert platform.visitor().get(path).status_code == 302


def _unreachable(platform: Platform) -> Any:
    import stripe

    return stripe.StripeClient(
        platform.settings["STRIPE_SECRET_KEY"], base_addresses={"api": "http://127.0.0.1:9"}
    )
