"""The pages Stripe would host, and a control page that Stripe does not have."""

from flask import Blueprint

bp = Blueprint("pages", __name__, template_folder="../templates")

from sandbox.pages import (  # noqa: E402, F401  each registers its routes on bp
    control,
    control_actions,
    dashboard,
    element,
    onboarding,
    shell,
    three_d_secure,
)
