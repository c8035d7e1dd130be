"""How far the headers are believed in which proxies say for whom they speak."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask) -> None:
    """Believe X-Forwarded-For and X-Forwarded-Proto as far as TRUSTED_PROXIES wrote them.

    With 0 nobody is believed, since anyone can send these headers. Names come from PUBLIC_URL, so
    X-Forwarded-Host is never needed. https://flask.palletsprojects.com/deploying/proxy_fix/
    """
    trusted = app.config["TRUSTED_PROXIES"]
    if trusted:
        fixed = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)
        app.wsgi_app = fixed  # type: ignore[method-assign]
