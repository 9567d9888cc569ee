"""The built CSS, JavaScript and icons: their hashed names, and serving them compressed with a year's cache."""

import json
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from app.config import CHECKOUT
from app.web.version import HEADER, version

BUILT = CHECKOUT / "static" / "dist"
PREFIX = "/static/"


def init_assets(app: Flask) -> None:
    """Serve the built files under ``/static/`` and give templates ``asset(name)``."""
    app.jinja_env.globals["asset"] = asset
    served = WhiteNoise(
        app.wsgi_app, root=str(BUILT) if BUILT.is_dir() else None, prefix=PREFIX, immutable_file_test=_hashed,
        add_headers_function=_tell,
    )  # fmt: skip
    app.wsgi_app = served  # type: ignore[method-assign]


def asset(name: str) -> str:
    """Return the address of the built file ``name`` ("app.css"). Raises KeyError for one that was not built."""
    return PREFIX + _manifest()[name]


def built(name: str) -> Path:
    """Return the built file ``name`` on disk. Raises KeyError for one that was not built."""
    return BUILT / _manifest()[name]


def names() -> list[str]:
    """Return the names of all built files."""
    return list(_manifest())


@cache
def _manifest() -> dict[str, str]:
    manifest: dict[str, str] = json.loads((BUILT / "manifest.json").read_text())
    return manifest


def _tell(headers: Headers, _path: str, _url: str) -> None:
    """Say that the file is ours, as every answer does."""
    headers[HEADER] = version()


def _hashed(path: str, _url: str) -> bool:
    return Path(path).name in set(_manifest().values())
