"""The web app manifest: how the phone installs and names the application."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.web.assets import asset
from app.web.locale import language

GREEN, WHITE = "#0a3a2b", "#ffffff"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.png", "512x512", "maskable"),
)


def manifest() -> dict[str, Any]:
    """Return the manifest in the page's language."""
    return {
        "id": "/",
        "name": _("Bản Yên: an ninh trật tự từng bản"),
        "short_name": _("Bản Yên"),
        "lang": language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": GREEN,
        "background_color": WHITE,
        "icons": [_icon(*icon) for icon in ICONS],
        "shortcuts": [
            {"name": words, "url": url_for(endpoint), "icons": [_icon(*ICONS[0])]}
            for words, endpoint in ((_("Thêm hộ"), "households.new"), (_("Ghi hoạt động"), "activities.new"))
        ],
    }


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": asset(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
