"""Loading sets from files, whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.audit.operations import Signed, record
from app.criteria.models import CriteriaSet, Indicator
from app.criteria.terms import SetTerms
from app.extensions import db
from app.units.models import Unit


class VersionInUse(ValueError):
    """A version that is in use would be changed; the message names it."""


@dataclass(slots=True)
class Loaded:
    """How many versions were made, changed, and there as they are."""

    made: int = 0
    changed: int = 0
    same: int = 0


def load_sets(sets: Sequence[SetTerms], *, by: Signed | None, owner: Unit | None = None) -> Loaded:
    """Store ``sets`` as everybody's, or as those of the province ``owner``, and return what was done.

    Raises VersionInUse, before anything is stored, where a version in use differs from what is there.
    """
    found = [(terms, _stored(terms, owner)) for terms in sets]
    for terms, stored in found:
        if stored and stored.used_at and not _is_as(stored, terms):
            raise VersionInUse(
                f"{terms.code} ({terms.unit_kind}): version {terms.version} is in use and cannot be changed;"
                f" give the changed set the version {terms.version + 1}"
            )
    loaded = Loaded()
    for terms, stored in found:
        if stored and _is_as(stored, terms):
            loaded.same += 1
            continue
        loaded.changed += stored is not None
        loaded.made += stored is None
        _write(stored or CriteriaSet(unit_id=owner.id if owner else None), terms, by=by)
    return loaded


def _write(one: CriteriaSet, terms: SetTerms, *, by: Signed | None) -> None:
    for column, value in terms.columns().items():
        setattr(one, column, value)
    one.made_by = by.id if by else None
    one.indicators.clear()
    db.session.add(one)
    db.session.flush()  # the old indicators go before new ones of the same codes come
    for position, indicator in enumerate(terms.indicators, start=1):
        one.indicators.append(Indicator(position=position, **indicator.columns()))
    db.session.flush()
    record("criteria:load", one, by=by, unit_id=one.unit_id)


def _stored(terms: SetTerms, owner: Unit | None) -> CriteriaSet | None:
    same = (CriteriaSet.code == terms.code, CriteriaSet.unit_kind == terms.unit_kind)
    theirs = CriteriaSet.unit_id.is_not_distinct_from(owner.id if owner else None)
    return db.session.scalar(select(CriteriaSet).where(*same, theirs, CriteriaSet.version == terms.version))


def _is_as(stored: CriteriaSet, terms: SetTerms) -> bool:
    """Tell whether the version holds just what ``terms`` say."""
    if any(getattr(stored, column) != value for column, value in terms.columns().items()):
        return False
    wanted = [indicator.columns() for indicator in terms.indicators]
    there = [{column: getattr(indicator, column) for column in wanted[0]} for indicator in stored.indicators]
    return there == wanted
