"""Typed settings, read from the environment once, each with its reason."""

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask.helpers import get_debug_flag

CHECKOUT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32
FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class Profile(StrEnum):
    """How the server is meant to be used."""

    DEMO = "demo"  # invented data, published passwords
    LOCAL = "local"  # one machine, a key made on first start, no published passwords
    PRODUCTION = "production"  # a real server: key from the environment, TLS, no demo


class Misconfigured(Exception):
    """The environment asks for something unsafe or unreadable; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides."""

    profile: Profile
    secret_key: str
    database_url: str
    data_dir: Path  # database, photos, keys; backed up as one folder
    redis_url: str | None  # shared counters for the rate limits when several servers run
    https: bool  # cookies only over TLS, and HSTS
    trusted_proxies: int  # how many proxies in front may state the client's address; 0 trusts none
    lock_timeout: timedelta = timedelta(seconds=5)  # waiting longer for the database's lock answers 423
    service_worker: bool = True  # off: phones are given one that takes the kept pages away, and itself
    argon2_time: int = 3  # passes; with 64 MiB this takes about 50 ms on the design machine
    argon2_memory_kib: int = 65536

    def flask(self) -> dict[str, Any]:
        """Return the settings Flask and its extensions read."""
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self._engine_options(),
            "PERMANENT_SESSION_LIFETIME": timedelta(days=60),  # a village without signal for weeks stays signed in
            "SESSION_REFRESH_EACH_REQUEST": False,  # fewer bytes on 2G; signing in sets it anew
            "SESSION_COOKIE_NAME": "banyen",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,  # a form left open over lunch must still be accepted; it dies with the session
            "WTF_CSRF_SSL_STRICT": False,  # the Referer is not sent by our own policy; SameSite and the token hold
            "MAX_CONTENT_LENGTH": 24 * 1024 * 1024,  # a photo over its 10 MB still gets the message by its field
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "MAX_FORM_PARTS": 200,
            "BABEL_DEFAULT_LOCALE": "vi",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
            "BABEL_TRANSLATION_DIRECTORIES": "translations",
            "RATELIMIT_STORAGE_URI": self.redis_url or "memory://",
            "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1} if self.redis_url else {},
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,  # a Redis that is down must shut nobody out
            "RATELIMIT_HEADERS_ENABLED": False,
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_MIMETYPES": [
                "text/html",
                "text/javascript",
                "application/json",
                "application/manifest+json",
                "image/svg+xml",
            ],
            "COMPRESS_BR_LEVEL": 5,
            "TEMPLATES_AUTO_RELOAD": False,
        }

    def _engine_options(self) -> dict[str, Any]:
        seconds = self.lock_timeout.total_seconds()
        if self.database_url.startswith("sqlite"):
            return {"hide_parameters": True, "connect_args": {"timeout": seconds}}
        return {
            "hide_parameters": True,  # an error's text goes into the log, where people's names have no place
            "pool_pre_ping": True,
            "connect_args": {
                "options": f"-c lock_timeout={int(seconds * 1000)} -c synchronous_commit=on -c timezone=UTC"
            },
        }


def from_environment() -> Settings:
    """Read the settings. Raises Misconfigured when production would start unsafely."""
    env = os.environ
    profile = _profile(env.get("BANYEN_PROFILE", "local"))
    data_dir = Path(env.get("BANYEN_DATA_DIR") or CHECKOUT / "var").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        profile=profile,
        secret_key=env.get("SECRET_KEY") or _own_key(profile, data_dir),
        database_url=_database_url(env.get("DATABASE_URL"), data_dir),
        data_dir=data_dir,
        redis_url=env.get("REDIS_URL") or None,
        https=_flag("BANYEN_HTTPS", env.get("BANYEN_HTTPS") or ("1" if profile is Profile.PRODUCTION else "0")),
        trusted_proxies=_count(env.get("BANYEN_TRUSTED_PROXIES", "0")),
        service_worker=_flag("BANYEN_SERVICE_WORKER", env.get("BANYEN_SERVICE_WORKER") or "on"),
    )
    if profile is Profile.PRODUCTION:
        _refuse_unsafe(settings, debug=get_debug_flag())
    return settings


def _profile(name: str) -> Profile:
    try:
        return Profile(name)
    except ValueError:
        raise Misconfigured(f"BANYEN_PROFILE={name!r}: use one of {', '.join(Profile)}") from None


def _flag(name: str, text: str) -> bool:
    try:
        return FLAGS[text.lower()]
    except KeyError:
        raise Misconfigured(f"{name}={text!r}: use 1 or 0") from None


def _count(text: str) -> int:
    if not text.isdecimal():
        raise Misconfigured(f"BANYEN_TRUSTED_PROXIES={text!r}: give the number of proxies in front, 0 for none")
    return int(text)


def _own_key(profile: Profile, data_dir: Path) -> str:
    """Return the key kept in the data folder, made on the first start; production must bring its own."""
    if profile is Profile.PRODUCTION:
        raise Misconfigured("SECRET_KEY is not set: production needs one of its own, from the environment")
    path = data_dir / "secret_key"
    if not path.exists():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:  # another worker was first
            pass
    return path.read_text().strip()


def _database_url(url: str | None, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'banyen.sqlite3'}"
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _refuse_unsafe(settings: Settings, *, debug: bool) -> None:
    if len(settings.secret_key) < SHORTEST_KEY or len(set(settings.secret_key)) < 10:
        raise Misconfigured(f"SECRET_KEY is too weak: at least {SHORTEST_KEY} random characters")
    if debug:
        raise Misconfigured("FLASK_DEBUG must be off in production")
