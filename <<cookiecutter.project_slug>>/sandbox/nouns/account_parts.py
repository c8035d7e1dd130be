"""The parts of an account object that say how it is set up rather than what it may do."""

from sandbox.errors import Json, StripeError, invalid

EXPRESS = {
    "fees": {"payer": "application"},
    "is_controller": True,
    "losses": {"payments": "application"},
    "requirement_collection": "stripe",
    "stripe_dashboard": {"type": "express"},
    "type": "application",
}


def controller(params: Json) -> Json:
    """The `controller` hash, from either way of asking for an Express account."""
    asked = params.get("controller")
    if asked is None:
        return _legacy(params.get("type", "standard"))
    if "type" in params:
        raise StripeError(
            400,
            "You may only specify one of these parameters: controller, type.",
            code="parameters_exclusive",
            param="type",
        )
    losses = asked.get("losses", {}).get("payments", "stripe")
    payer = asked.get("fees", {}).get("payer", "account")
    if losses == "application" and payer != "application":
        raise invalid(
            "When controller.losses.payments is application, controller.fees.payer must be"
            " application.",
            param="controller[fees][payer]",
        )
    return {
        "fees": {"payer": payer},
        "is_controller": True,
        "losses": {"payments": losses},
        "requirement_collection": asked.get("requirement_collection", "stripe"),
        "stripe_dashboard": asked.get("stripe_dashboard", {"type": "full"}),
        "type": "application",
    }


def _legacy(kind: str) -> Json:
    if kind == "express":
        return {**EXPRESS, "fees": {"payer": "application_express"}}
    if kind == "standard":
        return {
            **EXPRESS,
            "fees": {"payer": "account"},
            "losses": {"payments": "stripe"},
            "stripe_dashboard": {"type": "full"},
        }
    raise invalid("The sandbox plays express and standard accounts only.", param="type")


def business_profile() -> Json:
    """What buyers may see of a business: nothing, until it is told."""
    names = ("annual_revenue", "estimated_worker_count", "mcc", "name", "product_description",
             "support_address", "support_email", "support_phone", "support_url", "url")  # fmt: skip
    return dict.fromkeys(names)


def settings(name: str) -> Json:
    """Payout schedule, descriptors and branding, as they are by default."""
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None, "user_agent": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False},
            "statement_descriptor_prefix": None,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "dashboard": {"display_name": name, "timezone": "Etc/UTC"},
        "payments": {
            "statement_descriptor": None,
            "statement_descriptor_kana": None,
            "statement_descriptor_kanji": None,
        },
        "payouts": {
            "debit_negative_balances": True,
            "schedule": {"delay_days": 2, "interval": "daily"},
            "statement_descriptor": None,
        },
        "sepa_debit_payments": {},
    }
