"""Every blueprint of the app: the whole list of doors that people and Stripe come in by."""

from app import health
from app.auth import bp as auth
from app.checkout import bp as checkout
from app.onboarding import bp as onboarding
from app.operators import bp as operators
from app.sellers import bp as sellers
from app.webhooks import bp as webhooks

DOORS = (
    onboarding,
    checkout,
    webhooks,
    sellers,
    operators,
    auth,
    health.bp,
)
