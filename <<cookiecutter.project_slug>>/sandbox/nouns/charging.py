"""What a test card does to a payment intent: pay it, decline it, or ask its owner first."""

from sandbox.errors import Json, declined, invalid
from sandbox.nouns import settlement
from sandbox.nouns.cards import CARDS, Card
from sandbox.nouns.charges import new_charge
from sandbox.nouns.payment_intent_rules import check_seller
from sandbox.store import public
from sandbox.world import World, job


def attempt(
    world: World, intent: Json, return_url: str | None, authenticated: bool = False
) -> None:
    """One try with the intent's payment method; raises a card error when it is declined."""
    method = world.store.find("payment_method", intent["payment_method"])
    if method is None:
        raise invalid(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            "payment_intent_unexpected_state",
        )
    if "card" not in intent["payment_method_types"]:
        raise invalid("This PaymentIntent does not allow cards.", param="payment_method")
    check_seller(world, intent)
    card = CARDS[method["_number"]]
    if card.three_d_secure and not authenticated:
        _ask(world, intent, return_url)
    elif card.code:
        _decline(world, intent, method, card)
    else:
        _pay(world, intent, method, card)


def authenticate(world: World, intent: Json, approved: bool) -> None:
    """The card's owner answered the 3-D Secure page."""
    if intent["status"] != "requires_action":
        return
    intent["next_action"] = None
    if approved:
        attempt(world, intent, None, authenticated=True)
        return
    method = world.store.get("payment_method", intent["payment_method"])
    error = {
        "code": "payment_intent_authentication_failure",
        "message": "We are unable to authenticate your payment method. Please choose a different"
        " payment method and try again.",
        "payment_method": public(method),
    }
    _give_back(world, intent, {**error, "type": "invalid_request_error"})


def _ask(world: World, intent: Json, return_url: str | None) -> None:
    page = f"{world.base_url}/3ds/{intent['id']}?client_secret={intent['client_secret']}"
    intent.update(
        status="requires_action",
        next_action={
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": return_url, "url": page},
        },
    )
    world.store.save(intent)
    world.emit("payment_intent.requires_action", intent)


def _decline(world: World, intent: Json, method: Json, card: Card) -> None:
    charge = new_charge(world, intent, method, card)
    error = {
        "charge": charge["id"],
        "code": card.code,
        "decline_code": card.decline_code,
        "message": card.message,
        "payment_method": public(method),
    }
    intent["latest_charge"] = charge["id"]
    world.store.add(charge, world.platform)
    world.emit("charge.failed", charge)
    _give_back(world, intent, {**error, "type": "card_error"})
    raise declined({**error, "payment_intent": public(intent)})


def _give_back(world: World, intent: Json, error: Json) -> None:
    """The attempt failed; the intent waits for another card."""
    doc = "https://docs.stripe.com/error-codes/" + str(error["code"]).replace("_", "-")
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        last_payment_error={**error, "doc_url": doc},
    )
    world.store.save(intent)
    world.emit("payment_intent.payment_failed", intent)


def _pay(world: World, intent: Json, method: Json, card: Card) -> None:
    charge = new_charge(world, intent, method)
    world.store.add(charge, world.platform)
    intent.update(
        status="succeeded",
        amount_received=intent["amount"],
        last_payment_error=None,
        latest_charge=charge["id"],
        next_action=None,
    )
    world.store.save(intent)
    if intent["capture_method"] == "automatic":
        charge = settlement.settle(world, charge["id"], quietly=True)
    else:
        world.later(world.settings.settle_after, settle, charge=charge["id"])
    world.emit("charge.succeeded", charge)
    world.emit("payment_intent.succeeded", intent)
    if card.dispute:
        world.later(world.settings.settle_after, open_dispute, charge=charge["id"])


@job
def settle(world: World, charge: str) -> None:
    """The money moves a moment after the charge succeeded (`automatic_async`)."""
    settlement.settle(world, charge)


@job
def open_dispute(world: World, charge: str) -> None:
    """A card that disputes does so a moment after it paid."""
    from sandbox.nouns import disputes

    method = world.store.get("payment_method", world.store.get("charge", charge)["payment_method"])
    card = CARDS[method["_number"]]
    disputes.open_dispute(world, charge, card.dispute or "general", inquiry=card.inquiry)
