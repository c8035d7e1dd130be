"""The pages before money moves back: what a refund or a reversal would do, in figures."""

from flask import render_template, request

from app import money_back, reconciliation
from app.money import BadAmount, plain_amount, read_amount
from app.operators.asking import order_or_404
from app.operators.desk import bp
from app.operators.forms import fields_of
from app.reconciliation import Story


@bp.get("/orders/<reference>/refund")
def refund(reference: str) -> str:
    """The wish in a form, and its effect on buyer, seller and platform before it is asked."""
    told = reconciliation.story(order_or_404(reference))
    chosen = _chosen(told)
    typed, effect, problem = request.args.get("amount", ""), None, ""
    try:
        left = money_back.refundable(told)
        typed = typed or plain_amount(left, told.order.currency)
        amount = read_amount(typed, told.order.currency)
        effect = money_back.preview_refund(told, amount, **chosen)
    except (money_back.Impossible, BadAmount) as reason:
        problem = str(reason)
    return render_template(
        "operators/refund.html",
        story=told,
        shares=reconciliation.shares(told),
        typed=typed,
        chosen=chosen,
        effect=effect,
        problem=problem,
        fields=effect and fields_of(effect, len(told.refund_requests) + 1, **chosen),
    )


@bp.get("/orders/<reference>/reversal")
def reversal(reference: str) -> str:
    """Taking the seller's share back after a dispute, and its effect before it is asked."""
    told = reconciliation.story(order_or_404(reference))
    chosen = {"refund_application_fee": _chosen(told)["refund_application_fee"]}
    effect, problem = None, ""
    try:
        effect = money_back.preview_reversal(told, **chosen)
    except money_back.Impossible as reason:
        problem = str(reason)
    return render_template(
        "operators/reversal.html",
        story=told,
        shares=reconciliation.shares(told),
        chosen=chosen,
        effect=effect,
        problem=problem,
        fields=effect and fields_of(effect, len(told.reversal_requests) + 1, **chosen),
    )


def _chosen(told: Story) -> dict[str, bool]:
    """The flags as sent; at first all that can be, so that nobody pays for another."""
    transfer, fee = told.transfer, told.fee
    possible = {
        "reverse_transfer": transfer is not None and transfer.amount_reversed < transfer.amount,
        "refund_application_fee": fee is not None and fee.amount_refunded < fee.amount,
    }
    is_sent = "chosen" in request.args
    return {name: can and (not is_sent or name in request.args) for name, can in possible.items()}
