"""Webhooks: where Stripe tells us what happened."""

from app.webhooks.views import bp

__all__ = ["bp"]
