"""What the cast of the tests has sent from its phones."""

from uuid import UUID, uuid5

from app.accounts.models import User
from app.extensions import db
from app.households.models import Household
from app.offline.models import LedgerEntry

SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


def remember(household: Household, by: User, code: str) -> None:
    """Let the ledger remember that a household's pledge was sent, with this receipt."""
    pledge = uuid5(SPACE, f"pledge {household.head_name}")
    db.session.add(
        LedgerEntry(
            key=uuid5(SPACE, code), user_id=by.id, unit_id=by.unit_id, action="pledge:sign", content_hash="",
            record_id=str(pledge), address=f"/pledges/{pledge}", receipt=code,
        )
    )  # fmt: skip
