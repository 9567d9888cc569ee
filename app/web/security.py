"""Headers, cookies and proxies: what the browser is told to refuse."""

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings
from app.extensions import talisman

CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def init_security(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer, and trust as many proxies as the settings say (none by default)."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    talisman.init_app(
        app,
        force_https=False,  # the TLS proxy redirects; health checks come over plain HTTP
        strict_transport_security=settings.https,
        session_cookie_secure=settings.https,
        content_security_policy=CONTENT_POLICY,
        frame_options="DENY",
        referrer_policy="same-origin",
        permissions_policy={"browsing-topics": "()", "geolocation": "()", "microphone": "()"},
    )
    app.after_request(_keep_private)


def _keep_private(response: Response) -> Response:
    """Personal pages are not kept by caches; a 304 or a file that says otherwise decides for itself."""
    if request.endpoint and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
