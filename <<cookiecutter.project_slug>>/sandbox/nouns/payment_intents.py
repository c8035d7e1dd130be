"""Payment intents: one wish to be paid, however many attempts it takes.

Docs: https://docs.stripe.com/api/payment_intents; the Connect fields:
https://docs.stripe.com/connect/destination-charges.
"""

from sandbox.errors import Json, StripeError, missing
from sandbox.ids import now, random_text
from sandbox.lists import page
from sandbox.money import check_amount, check_currency
from sandbox.nouns import charging
from sandbox.nouns.accounts import merged
from sandbox.nouns.payment_intent_parts import attach, attach_typed, blank, wished
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
    intent = {**blank(), **wished(params), "currency": currency}
    intent["metadata"] = params.get("metadata", {})
    intent["client_secret"] = f"{intent['id']}_secret_{random_text(25)}"
    world.store.add(intent, call.account)
    world.emit("payment_intent.created", intent, call.connected)
    if params.get("payment_method"):
        attach(call, intent, params["payment_method"])
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
    changed: Json = {**intent, **wished({**intent, **params})}
    changed["currency"] = check_currency(params.get("currency") or intent["currency"])
    check_amount(changed["amount"], changed["currency"])
    changed["metadata"] = merged(intent["metadata"], params.get("metadata", {}))
    call.world.store.save(changed)
    if params.get("payment_method"):
        attach(call, changed, params["payment_method"])
    return changed


@route("POST", "/v1/payment_intents/<id>/confirm", "PaymentIntentConfirmParams", publishable=True)
def confirm(call: Call) -> Json:
    """Try to pay: a test card decides how it goes. Raises `card_error` when the card says no."""
    intent, params = _held(call), call.params
    _require_open(intent, "confirm")
    data = params.get("payment_method_data")
    if params.get("payment_method"):
        attach(call, intent, params["payment_method"])
    elif isinstance(data, dict):
        attach_typed(call, intent, data.get("card", {}))
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
