"""An environment that is right in every setting, with a database and a Stripe still to come."""

SETTINGS = {
    "SECRET_KEY": "a-secret-key-that-only-these-tests-use",
    "PUBLIC_URL": "http://127.0.0.1:1",
    "STRIPE_SECRET_KEY": "sk_test_51ThisIsNotARealKey",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_51ThisIsNotARealKey",
    "STRIPE_WEBHOOK_SECRET": "whsec_of_the_platform_endpoint",
    "STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_of_the_connect_endpoint",
    "STRIPE_THIN_WEBHOOK_SECRET": "whsec_of_the_thin_endpoint",
    # Nothing listens there: Stripe is out, until a test says otherwise.
    "STRIPE_API_BASE": "http://127.0.0.1:9",
    "STRIPE_JS_URL": "http://127.0.0.1:9/stripe.js",
    "APPLICATION_FEE_BPS": "1000",
    "PLATFORM_NAME": "Test Market",
    "PLATFORM_COUNTRY": "US",
    "PLATFORM_CURRENCY": "usd",
}

LIVE = {
    **SETTINGS,
    "PUBLIC_URL": "https://market.example.com",
    "STRIPE_SECRET_KEY": "rk_live_51ThisIsNotARealKey",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_51ThisIsNotARealKey",
    "STRIPE_API_BASE": "",
    "STRIPE_JS_URL": "",
}
"""The same where money is real."""
