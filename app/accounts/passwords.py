"""Passwords: Argon2id, and the same time spent on names that do not exist."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.config import Settings

SHORTEST = 8
LONGEST = 200  # more would only cost time


def hash_password(password: str) -> str:
    """Return the Argon2id hash of ``password``."""
    return _hasher().hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Tell whether ``password`` is the one hashed; without a hash, take as long and say no."""
    try:
        _hasher().verify(password_hash or _decoy(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(password_hash)


def _hasher() -> PasswordHasher:
    settings: Settings = current_app.config["SETTINGS"]
    return _made(settings.argon2_time, settings.argon2_memory_kib)


@cache
def _made(time: int, memory: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time, memory_cost=memory, parallelism=1)


@cache
def _decoy_for(hasher: PasswordHasher) -> str:
    return hasher.hash("no such account")


def _decoy() -> str:
    return _decoy_for(_hasher())
