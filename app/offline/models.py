"""A submission that succeeded; only successes are remembered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.base import Base
from app.clock import now
from app.units.models import Unit
from app.units.scope import InUnit


class LedgerEntry(InUnit, Base):
    """One key that was done: whose, what content, which record, under which receipt."""

    __tablename__ = "ledger_entries"

    key: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)  # the sender's, when it was sent
    action: Mapped[str]  # the policy's words for what was done, such as "pledge:sign"
    content_hash: Mapped[str]  # of the address and the canonical fields, the token left out
    record_id: Mapped[str] = mapped_column(index=True)
    address: Mapped[str]  # where the record is seen
    receipt: Mapped[str] = mapped_column(unique=True)  # BY-7K3F-92, read out over the telephone
    done_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship()
    unit: Mapped[Unit] = relationship()
