"""The short code of an accepted submission, read out over the telephone: made, and read as people say and type it."""

import secrets
import unicodedata

from flask import current_app
from sqlalchemy import select

from app.extensions import db
from app.offline.models import LedgerEntry

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that sounds or looks like another
MISTAKEN = str.maketrans("OIL", "011")  # what people write for the letters that it leaves out
PREFIX = "BY"
LENGTH = 6


def new_receipt() -> str:
    """Return a code that no submission has."""
    while True:
        receipt = _written("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
        if db.session.scalar(select(LedgerEntry.key).where(LedgerEntry.receipt == receipt)) is None:
            return receipt
        current_app.logger.info("receipt %s was taken", receipt)


def read_code(typed: str) -> str | None:
    """Return the code meant by what was typed, such as BY-7K3F-92 for "by7k3f92" or "7K3F 92"; None for no code."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper()
    letters = "".join(char for char in plain if char.isalnum()).translate(MISTAKEN)
    if len(letters) == len(PREFIX) + LENGTH:
        letters = letters.removeprefix(PREFIX)
    return _written(letters) if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None


def _written(letters: str) -> str:
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"
