"""How a payment intent is put together: what was asked for, and the card it is to be tried with."""

from sandbox.errors import Json, StripeError, invalid
from sandbox.ids import new_id, now
from sandbox.nouns import cards
from sandbox.routing import Call


def attach(call: Call, intent: Json, name: str) -> None:
    """Give the intent a payment method: an id, or one of Stripe's `pm_card_...` tokens."""
    method = call.world.store.find("payment_method", name)
    if method is None:
        method = cards.payment_method(cards.named(name))
        call.world.store.add(method, call.account)
    intent.update(payment_method=method["id"], status="requires_confirmation")
    call.world.store.save(intent)


def attach_typed(call: Call, intent: Json, card: Json) -> None:
    """A card as a payer typed it into the payment element."""
    for name in ("number", "exp_month", "exp_year", "cvc"):
        if not card.get(name):
            raise invalid(f"Your card's {name} is incomplete.", "parameter_missing", name)
    number = str(card["number"]).replace(" ", "")
    if number not in cards.CARDS:
        refusal = "Your card number is not one of the sandbox's test cards."
        raise StripeError(402, refusal, code="incorrect_number", type="card_error")
    year = int(card["exp_year"])
    year = year + 2000 if year < 100 else year
    method = cards.payment_method(cards.CARDS[number], int(card["exp_month"]), year)
    owner = call.world.store.owner(intent["id"])
    call.world.store.add(method, owner)
    intent.update(payment_method=method["id"], status="requires_confirmation")
    call.world.store.save(intent)


def wished(params: Json) -> Json:
    """What the parameters ask for, with Stripe's defaults for what they leave out."""
    names = (
        "amount", "application_fee_amount", "description", "on_behalf_of", "receipt_email",
        "transfer_group", "statement_descriptor_suffix", "allowed_payment_method_types",
    )  # fmt: skip
    automatic = params.get("automatic_payment_methods")
    types = params.get("allowed_payment_method_types", ["card"])
    if "allowed_payment_method_types" not in params and automatic is None:
        automatic = {"enabled": True}
    if automatic is not None:
        automatic = {"allow_redirects": "always", **automatic}
    return {
        **{name: params.get(name) for name in names},
        "automatic_payment_methods": automatic,
        "capture_method": params.get("capture_method", "automatic_async"),
        "payment_method_types": ["card"] if "card" in (types or ["card"]) else types,
        "transfer_data": params.get("transfer_data"),
    }


def blank() -> Json:
    """An intent of which nothing is known yet."""
    return {
        "id": new_id("pi_3"),
        "object": "payment_intent",
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "confirmation_method": "automatic",
        "created": now(),
        "customer": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "next_action": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "processing": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "status": "requires_payment_method",
    }
