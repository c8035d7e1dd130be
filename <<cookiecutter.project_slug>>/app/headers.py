"""Headers of every page: what it may load, where its forms may lead, who may frame it."""

from flask import Flask
from werkzeug.wrappers import Response

# https://docs.stripe.com/security/guide#content-security-policy
STRIPE_JS = ["https://js.stripe.com", "https://*.js.stripe.com"]
STRIPE_FRAMES = [*STRIPE_JS, "https://hooks.stripe.com"]
STRIPE_API = ["https://api.stripe.com"]
# Browsers hold a form's redirect against form-action too; these host onboarding and dashboards.
STRIPE_HOSTED = ["https://connect.stripe.com", "https://accounts.stripe.com"]


def init_app(app: Flask) -> None:
    """Add the headers to each response that does not bring its own."""
    policy = _content_security_policy(app.config["STRIPE_API_BASE"], app.config["STRIPE_JS_URL"])
    over_https = app.config["PUBLIC_URL"].startswith("https://")

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        # Addresses stay here, and out of our own request log: Stripe puts secrets into one.
        headers.setdefault("Referrer-Policy", "strict-origin")
        # Pages are somebody's; static files say themselves how long they keep.
        headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        if over_https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
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
