"""The seller's page: what Stripe has confirmed about their account, their sales, their money."""

from app.sellers.views import bp

__all__ = ["bp"]
