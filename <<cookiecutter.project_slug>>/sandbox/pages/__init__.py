"""The pages Stripe would host: the payment element, 3-D Secure, onboarding, dashboard, and control."""

from flask import Blueprint

bp = Blueprint("pages", __name__, template_folder="../templates")

from sandbox.pages import element  # noqa: E402, F401  each registers its routes on bp
