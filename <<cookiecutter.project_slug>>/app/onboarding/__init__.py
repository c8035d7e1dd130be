"""Onboarding: send a seller to Stripe, and receive them back without believing anything."""

from app.onboarding.views import bp

__all__ = ["bp"]
