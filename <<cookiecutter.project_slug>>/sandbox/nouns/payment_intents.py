"""Payment intents: one wish to be paid, however many attempts it takes.

Docs: https://docs.stripe.com/api/payment_intents; the Connect fields:
https://docs.stripe.com/connect/destination-charges.
"""

from sandbox.errors import Json, StripeError, invalid, missing
from sandbox.ids import new_id, now, random_text
from sandbox.lists import page
from sandbox.money import check_amount, check_currency
from sandbox.nouns import cards, charging
from sandbox.nouns.accounts import merged
from sandbox.nouns.payment_intent_rules import check_connect, check_methods
from sandbox.routing import Call, route
from sandbox.store import public

_OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
_SHOWN_TO_PAYERS = (
    "id", "object", "amount", "canceled_at", "cancellation_reason", "capture_method",
    "client_secret", "confirmation_method", "created", "currency", "description",
    "last_payment_error", "livemode", "next_action", "payment_method", "payment_method_types",
    "receipt_email", "setup_future_usage", "shipping", "status",
)  # fmt: skip


@route("POST", "/v1/payment_intents", "PaymentIntentCreateParams")
def create(call: Call) -> Json:
    """A new intent; with `confirm`, tried at once."""
    params, world = call.params, call.world
    currency = check_currency(params["currency"])
    check_amount(params["amount"], currency)
    check_methods(params)
    check_connect(call, params["amount"])
    intent = {**_blank(), **_wished(params), "currency": currency}
    intent["metadata"] = params.get("metadata", {})
    intent["client_secret"] = f"{intent['id']}_secret_{random_text(25)}"
    world.store.add(intent, call.account)
    world.emit("payment_intent.created", intent, call.connected)
    if params.get("payment_method"):
        _attach(call, intent, params["payment_method"])
    if params.get("confirm"):
        charging.attempt(world, intent, params.get("return_url"))
    return intent


@route("GET", "/v1/payment_intents/<id>", "PaymentIntentRetrieveParams", publishable=True)
def retrieve(call: Call) -> Json:
    """An intent; to a payer's browser (client secret, publishable key) only what it may see."""
    return _seen_by(call, _held(call))


@route("GET", "/v1/payment_intents", "PaymentIntentListParams")
def list_all(call: Call) -> Json:
    """The intents on these books, newest first."""
    held = call.world.store.all("payment_intent", call.account)
    return page(held, call.params, "/v1/payment_intents", ["customer"])


@route("POST", "/v1/payment_intents/<id>", "PaymentIntentUpdateParams")
def update(call: Call) -> Json:
    """Change an intent that has not been paid; its metadata may change at any time."""
    intent, params = _held(call), call.params
    if set(params) - {"metadata", "expand", "description", "receipt_email"}:
        _require_open(intent, "update")
    check_methods(params)
    wished: Json = {**intent, **_wished({**intent, **params})}
    wished["currency"] = check_currency(params.get("currency") or intent["currency"])
    check_amount(wished["amount"], wished["currency"])
    wished["metadata"] = merged(intent["metadata"], params.get("metadata", {}))
    call.world.store.save(wished)
    if params.get("payment_method"):
        _attach(call, wished, params["payment_method"])
    return wished


@route("POST", "/v1/payment_intents/<id>/confirm", "PaymentIntentConfirmParams", publishable=True)
def confirm(call: Call) -> Json:
    """Try to pay: a test card decides how it goes. Raises `card_error` when the card says no."""
    intent, params = _held(call), call.params
    _require_open(intent, "confirm")
    data = params.get("payment_method_data")
    if params.get("payment_method"):
        _attach(call, intent, params["payment_method"])
    elif isinstance(data, dict):
        _attach_typed(call, intent, data.get("card", {}))
    charging.attempt(call.world, intent, params.get("return_url"))
    return _seen_by(call, intent)


@route("POST", "/v1/payment_intents/<id>/cancel", "PaymentIntentCancelParams")
def cancel(call: Call) -> Json:
    """Give the intent up; it can not be paid any more."""
    intent = _held(call)
    _require_open(intent, "cancel")
    reason = call.params.get("cancellation_reason")
    intent.update(
        status="canceled", canceled_at=now(), cancellation_reason=reason, next_action=None
    )
    call.world.store.save(intent)
    call.world.emit("payment_intent.canceled", intent, call.connected)
    return intent


def _held(call: Call) -> Json:
    if not call.publishable:
        return call.world.store.get("payment_intent", call.ids["id"], call.account, "intent")
    intent = call.world.store.get("payment_intent", call.ids["id"], None, "intent")
    if call.params.get("client_secret") != intent["client_secret"]:
        raise missing("payment_intent", call.ids["id"], "intent")
    return intent


def _seen_by(call: Call, intent: Json) -> Json:
    if not call.publishable:
        return intent
    return {name: intent[name] for name in _SHOWN_TO_PAYERS}


def _require_open(intent: Json, verb: str) -> None:
    if intent["status"] not in _OPEN:
        raise StripeError(
            400,
            f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}."
            f" Only a PaymentIntent with one of the following statuses may be {verb}ed:"
            f" {', '.join(_OPEN)}.",
            code="payment_intent_unexpected_state",
            payment_intent=public(intent),
        )


def _attach(call: Call, intent: Json, name: str) -> None:
    method = call.world.store.find("payment_method", name)
    if method is None:
        method = cards.payment_method(cards.named(name))
        call.world.store.add(method, call.account)
    intent.update(payment_method=method["id"], status="requires_confirmation")
    call.world.store.save(intent)


def _attach_typed(call: Call, intent: Json, card: Json) -> None:
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


def _wished(params: Json) -> Json:
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


def _blank() -> Json:
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
