"""Checkout: a buyer asks, Stripe takes the payment, and charge events confirm it."""

from app.checkout.views import bp

__all__ = ["bp"]
