"""What Stripe refuses in a payment intent beyond the types of its parameters."""

from sandbox.errors import Json, StripeError, invalid, too_small
from sandbox.routing import Call
from sandbox.world import World

_ONE_OF = (
    "allowed_payment_method_types",
    "automatic_payment_methods",
    "excluded_payment_method_types",
    "payment_method_configuration",
)


def check_methods(params: Json) -> None:
    """The ways of choosing payment methods exclude each other, and some are not imitated."""
    chosen = [name for name in _ONE_OF if name in params]
    if len(chosen) > 1:
        raise exclusive(*chosen[:2])
    if params.get("capture_method") == "manual":
        raise invalid("The sandbox does not imitate manual capture.", param="capture_method")
    if "statement_descriptor" in params:
        raise invalid(
            "The statement_descriptor parameter is not supported for card charges; use"
            " statement_descriptor_suffix instead.",
            param="statement_descriptor",
        )


def check_connect(call: Call, amount: int) -> None:
    """The Connect fields fit together, and the seller may receive the money."""
    params = call.params
    if call.connected:
        raise invalid(
            "The sandbox imitates destination charges and separate charges, not direct ones."
        )
    fee, data = params.get("application_fee_amount"), params.get("transfer_data")
    if fee is not None and not data:
        raise StripeError(
            400,
            "Can only apply an application_fee_amount when the PaymentIntent is made on behalf of"
            " another account (Stripe-Account header) or has transfer_data[destination].",
            code="application_fees_not_allowed",
            param="application_fee_amount",
        )
    if fee is not None and data and "amount" in data:
        raise exclusive("application_fee_amount", "transfer_data[amount]")
    if fee is not None and fee < 1:
        raise too_small("application_fee_amount")
    if fee is not None and fee > amount:
        raise invalid("The application fee must be less than or equal to the amount.",
                      param="application_fee_amount")  # fmt: skip
    if data and data.get("amount", amount) > amount:
        raise invalid("The transfer amount must be less than or equal to the amount.",
                      param="transfer_data[amount]")  # fmt: skip
    check_seller(call.world, params)


def check_seller(world: World, wish: Json) -> None:
    """The destination has the `transfers` capability, `on_behalf_of` has `card_payments`."""
    destination = (wish.get("transfer_data") or {}).get("destination")
    if destination:
        seller = _seller(world, destination, "transfer_data[destination]")
        if seller["capabilities"].get("transfers") != "active":
            raise StripeError(
                400,
                "Your destination account needs to have at least one of the following capabilities"
                " enabled: transfers, crypto_transfers, legacy_payments",
                code="insufficient_capabilities_for_transfer",
                param="transfer_data[destination]",
            )
    if wish.get("on_behalf_of"):
        seller = _seller(world, wish["on_behalf_of"], "on_behalf_of")
        if seller["capabilities"].get("card_payments") != "active":
            raise StripeError(
                400,
                "The account referenced in the 'on_behalf_of' parameter is missing the required"
                " capability: card_payments.",
                code="capability_not_active",
                param="on_behalf_of",
            )


def _seller(world: World, id: str, param: str) -> Json:
    account = world.store.find("account", id)
    if account is None or account["_deauthorized"]:
        noun = "destination" if "destination" in param else "on_behalf_of"
        raise StripeError(400, f"No such {noun}: '{id}'", code="resource_missing", param=param)
    return account


def exclusive(one: str, other: str) -> StripeError:
    """`parameters_exclusive`: these two may not come together."""
    return StripeError(
        400,
        f"You may only specify one of these parameters: {one}, {other}.",
        code="parameters_exclusive",
        param=one,
    )
