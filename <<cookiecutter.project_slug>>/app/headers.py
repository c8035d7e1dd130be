"""Headers of every page: what it may load, where its forms may lead, who may frame it."""

from flask import Flask, Response, current_app

# https://docs.stripe.com/security/guide#content-security-policy
STRIPE_JS = ["https://js.stripe.com", "https://*.js.stripe.com"]
STRIPE_FRAMES = [*STRIPE_JS, "https://hooks.stripe.com"]
STRIPE_API = ["https://api.stripe.com"]
# Browsers hold a form's redirect against form-action too; these host onboarding and dashboards.
STRIPE_HOSTED = ["https://connect.stripe.com", "https://accounts.stripe.com"]


def init_app(app: Flask) -> None:
    """Work out once what each response is to carry."""
    config = app.config
    app.extensions["headers"] = {
        "Content-Security-Policy": _content_security_policy(
            config["STRIPE_API_BASE"], config["STRIPE_JS_URL"]
        ),
        # Addresses stay here, and out of our own request log: Stripe puts secrets into one.
        "Referrer-Policy": "strict-origin",
        # Pages are somebody's; static files say themselves how long they keep.
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if config["PUBLIC_URL"].startswith("https://"):
        app.extensions["headers"]["Strict-Transport-Security"] = "max-age=31536000"


def add(response: Response) -> Response:
    """Give the response each of them that it does not bring itself."""
    for name, value in current_app.extensions["headers"].items():
        if name not in response.headers:
            response.headers.add(name, value)
    return response


def _content_security_policy(api_base: str, js_url: str) -> str:
    js_origin = "/".join(js_url.split("/")[:3])
    # What stands in for Stripe's API hosts the pages as well; Stripe's own API does not.
    hosted = [*STRIPE_HOSTED, *({api_base} - {*STRIPE_API})]
    sources = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *STRIPE_JS, js_origin],
        "frame-src": [*STRIPE_FRAMES, js_origin],
        "connect-src": ["'self'", *STRIPE_API, api_base],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'", *hosted],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
    return "; ".join(
        f"{name} {' '.join(dict.fromkeys(origins))}" for name, origins in sources.items()
    )
