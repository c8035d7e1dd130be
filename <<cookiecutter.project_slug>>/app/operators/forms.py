"""The hidden fields of the forms that move money: exactly what was shown, and its number."""

from app.models import AskedOfStripe, RefundRequest, ReversalRequest
from app.money_back import Effect

Fields = dict[str, int]


def fields_of(effect: Effect, number: int, **flags: bool) -> Fields:
    """The fields that ask for just this effect."""
    return {
        "number": number,
        "amount": effect.refunded,
        "transfer_reversed": effect.transfer_reversed,
        "fee_refunded": effect.fee_refunded,
        **{name: 1 for name, is_set in flags.items() if is_set},
    }


def form_of(asked: AskedOfStripe) -> tuple[str, Fields]:
    """The endpoint and the fields that ask for the same thing once more."""
    if isinstance(asked, RefundRequest):
        effect = Effect(asked.currency, asked.amount, asked.transfer_reversed, asked.fee_refunded)
        return "operators.ask_refund", fields_of(
            effect,
            asked.number,
            reverse_transfer=asked.reverse_transfer,
            refund_application_fee=asked.refund_application_fee,
        )
    if isinstance(asked, ReversalRequest):
        effect = Effect(asked.currency, 0, asked.amount, asked.fee_refunded)
        return "operators.ask_reversal", fields_of(
            effect, asked.number, refund_application_fee=asked.refund_application_fee
        )
    return "operators.send_again", {"number": asked.number, "amount": asked.amount}
