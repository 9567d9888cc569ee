"""What is done to files on disk once the transaction that they belong to has ended, or a savepoint within it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.extensions import db

PENDING = "files_of_transaction"
Step = Callable[[], None]


@dataclass(slots=True)
class Ending:
    """What follows a commit, and what follows a rollback, of the transaction ``within``."""

    within: SessionTransaction | None
    kept: Step | None
    undone: Step | None


def at_end(*, kept: Step | None = None, undone: Step | None = None) -> None:
    """Run ``kept`` once the open transaction is committed, ``undone`` once it or its open savepoint is rolled back."""
    session: Session = db.session()
    _listen(session)
    session.info.setdefault(PENDING, []).append(Ending(_innermost(session), kept, undone))


def _listen(session: Session) -> None:
    if not event.contains(session, "after_commit", _committed):
        event.listen(session, "after_commit", _committed)
        event.listen(session, "after_transaction_end", _ended)


def _committed(session: Session) -> None:
    """Do what follows the commit; a released savepoint leaves its endings to what is around it, which may fail."""
    pending: list[Ending] = session.info.get(PENDING, [])
    savepoint = session.get_nested_transaction()
    if savepoint is None:
        session.info[PENDING] = []
        for ending in pending:
            _run(ending.kept)
        return
    for ending in pending:
        if ending.within is savepoint:
            ending.within = savepoint.parent


def _ended(session: Session, transaction: SessionTransaction) -> None:
    pending: list[Ending] = session.info.get(PENDING, [])
    lost = [ending for ending in pending if ending.within is transaction]
    session.info[PENDING] = [ending for ending in pending if ending.within is not transaction]
    for ending in lost:
        _run(ending.undone)


def _innermost(session: Session) -> SessionTransaction | None:
    return session.get_nested_transaction() or session.get_transaction()


def _run(step: Step | None) -> None:
    if step:
        step()
