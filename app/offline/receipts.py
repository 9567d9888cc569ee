"""The short code of an accepted submission, read out over the telephone: made, and read as people say and type it."""

import secrets
import unicodedata
from collections.abc import Callable

from sqlalchemy import select

from app.extensions import db
from app.offline.models import LedgerEntry

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that sounds or looks like another
MISTAKEN = str.maketrans("OIL", "011")  # what people write for the letters that it leaves out
PREFIX = "BY"
LENGTH = 6


def drawn() -> str:
    """Return a code by chance; a submission may have it."""
    return _written("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def new_receipts(count: int = 1, draw: Callable[[], str] = drawn) -> list[str]:
    """Return ``count`` codes that no submission has; the ledger is asked for all of them at once."""
    new: set[str] = set()
    while len(new) < count:
        more = {draw() for _ in range(count - len(new))}
        new |= more - set(db.session.scalars(select(LedgerEntry.receipt).where(LedgerEntry.receipt.in_(more))))
    return list(new)


def read_code(typed: str) -> str | None:
    """Return the code meant by what was typed, such as BY-7K3F-92 for "by7k3f92" or "7K3F 92"; None for no code."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper()
    letters = "".join(char for char in plain if char.isalnum()).translate(MISTAKEN)
    if len(letters) == len(PREFIX) + LENGTH:
        letters = letters.removeprefix(PREFIX)
    return _written(letters) if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None


def _written(letters: str) -> str:
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"
