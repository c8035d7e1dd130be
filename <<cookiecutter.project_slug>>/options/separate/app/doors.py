"""Every blueprint of the app: the whole list of doors that people and Stripe come in by."""

from app import health, separate
from app.auth import bp as auth
from app.baskets import bp as baskets
from app.checkout import bp as checkout
from app.onboarding import bp as onboarding
from app.operators import baskets as pages_of_operators  # noqa: F401  adds them to the desk
from app.operators import bp as operators
from app.sellers import baskets as pages_of_sellers  # noqa: F401  adds theirs
from app.sellers import bp as sellers
from app.webhooks import bp as webhooks

separate.register()

DOORS = (
    onboarding,
    checkout,
    baskets,
    webhooks,
    sellers,
    operators,
    auth,
    health.bp,
)
