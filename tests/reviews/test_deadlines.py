"""What first pages count down to: as the province has set it, of those who have not sent, and of whom one sees."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.assessments.models import Assessment
from app.clock import now, today
from app.criteria.models import CriteriaSet
from app.extensions import db
from app.reviews.calendar import Day, Key
from app.reviews.deadlines import AHEAD, deadlines
from app.reviews.models import Act, State, Submission, SubmissionVersion, Transition
from app.reviews.operations.calendar import set_day
from app.reviews.timeliness import YEARLY, courses, expected, unsent
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse, words

YEAR = today().year
VILLAGES, COMMUNES = YEARLY


@pytest.fixture
def everywhere(app: Flask) -> Iterator[dict[str, Unit]]:
    """All units by name, in a transaction that is undone."""
    with app.test_request_context():
        begin_writing()
        yield {unit.name: unit for unit in db.session.scalars(select(Unit))}
        db.session.rollback()
        db.session.remove()


def test_each_unit_is_told_of_its_own_and_of_how_many_below_it_have_not_sent(everywhere: dict[str, Unit]) -> None:
    _set(VILLAGES, today())
    _set(COMMUNES, today())
    for name in ("Xa", "An", "Một", "Thử"):
        unit = everywhere[name]
        told = {each.unit_kind: each for each in deadlines(unit) if "/assessments" not in each.address}
        told = {kind: each for kind, each in told.items() if "assessment-" not in each.address}
        for key in YEARLY:
            missing = len(_without(unit, key, everywhere))
            assert (told[key.unit_kind].missing if key.unit_kind in told else 0) == missing
            if missing:
                assert told[key.unit_kind].left == 0
                assert told[key.unit_kind].own == (unit.kind is key.unit_kind)


def test_what_is_sent_what_has_no_day_and_what_is_far_ahead_is_not_told(everywhere: dict[str, Unit]) -> None:
    sent = db.session.scalars(select(Submission.unit_id).where(Submission.kind == VILLAGES.kind)).first()
    _set(VILLAGES, today())
    assert [each for each in deadlines(_unit(sent)) if each.address.startswith("/submissions")] == []
    for day, told in (("", False), ("12-31", date(YEAR, 12, 31) <= today() + AHEAD)):
        set_day(VILLAGES, day, by=_province())
        found = [each for each in deadlines(everywhere["Xa"]) if each.address.startswith("/submissions")]
        assert bool(found) == told


def test_assessments_are_expected_of_all_as_soon_as_one_has_begun(everywhere: dict[str, Unit]) -> None:
    one = db.session.scalars(select(Assessment).where(Assessment.unit_id == everywhere["An"].id)).first()
    assert one
    key = Key(DossierKind.ASSESSMENT, UnitKind.COMMUNE, one.set_code)
    assert key in expected(everywhere["Một"], YEAR)
    assert key not in expected(everywhere["Na"], YEAR)
    assert [key for key in expected(everywhere["Một"], YEAR - 2) if key.set_code] == []
    before = courses([everywhere["Một"]], key, YEAR, Day(f"{today():%m-%d}"))[0]
    _send(one)
    after = courses([everywhere["Một"]], key, YEAR, Day(f"{today():%m-%d}"))[0]
    communes = [unit for unit in everywhere.values() if unit.kind is UnitKind.COMMUNE]
    below = [unit for unit in communes if unit.parent_id == everywhere["Một"].id]
    assert (before.expected, before.sent, before.returned) == (len(below), 0, 0)
    assert (after.sent, after.on_time, after.returned, after.approved) == (1, 1, 1, 0)
    assert everywhere["An"] not in db.session.scalars(unsent(everywhere["Một"], key, YEAR)).all()
    one.withdrawn_at = now()
    db.session.flush()
    assert courses([everywhere["Một"]], key, YEAR, Day(f"{today():%m-%d}"))[0].sent == 0


def test_a_first_page_says_by_when(app: Flask, as_: SignIn) -> None:
    with app.app_context():
        begin_writing()
        _set(VILLAGES, today())
        db.session.commit()
    [card] = [each for each in parse(as_("province").get("/").text).iter("section") if each.get("id") == "deadlines"]
    assert "Hồ sơ bản" in words(card)
    assert "hạn hôm nay" in words(card)
    [link] = [each for each in card.iter("a") if VILLAGES.name in (each.get("href") or "")]
    page = words(parse(as_("province").get(str(link.get("href"))).text))
    assert "Gửi đủ và đúng hạn: Hồ sơ bản" in page
    assert "Bản Xa" in page


def test_a_province_sets_a_day_for_a_set_that_ships_with_none(app: Flask, as_: SignIn) -> None:
    with app.app_context():
        begin_writing()
        rows = update(CriteriaSet).where(CriteriaSet.code == "sonla-nangcao-2018")
        db.session.execute(rows.values(valid_to=None))
        db.session.commit()
    page = parse(as_("province").get("/admin/sending-days").text)
    offered = [each.get("value") for each in page.iter("option")]
    [name] = [each for each in offered if each and each.startswith("assessment-commune-") and "tt124" not in each]
    assert as_("province").send("/admin/sending-days", which=name, day="30/11").status_code == 303
    assert "30/11" in words(parse(as_("province").get("/admin/sending-days").text))


def _set(key: Key, day: date) -> None:
    """Let a key be due on a day of this year; in a leap year's February that is a day before."""
    named = "02-28" if (day.month, day.day) == (2, 29) else f"{day:%m-%d}"
    set_day(key, named, by=_province())


def _province() -> User:
    return db.session.scalars(select(User).where(User.username == "province")).one()


def _unit(id_: int | None) -> Unit:
    return db.session.get_one(Unit, id_)


def _without(place: Unit, key: Key, units: dict[str, Unit]) -> list[Unit]:
    sent = db.session.scalars(select(Submission.unit_id).where(Submission.kind == key.kind, Submission.year == YEAR))
    ids = set(sent)
    below = [unit for unit in units.values() if unit.kind is key.unit_kind and unit.id not in ids]
    return [unit for unit in below if (unit.path or "").startswith(place.path or "-")]


def _send(one: Assessment) -> None:
    """Let an assessment have been sent long ago, and returned."""
    by, long_ago = one.created_by, now() - timedelta(days=700)
    made = Submission(
        id=uuid4(), kind=DossierKind.ASSESSMENT, unit_id=one.unit_id, year=one.year, assessment_id=one.id, chain=[],
        state=State.RETURNED, number=1, created_by=by,
    )  # fmt: skip
    made.versions.append(SubmissionVersion(number=1, content={}, sha256="", sent_at=long_ago, sent_by=by))
    moves = [Transition(number=1, act=act, step=0, by=by, unit_id=one.unit_id) for act in (Act.SEND, Act.RETURN)]
    made.transitions.extend(moves)
    db.session.add(made)
    db.session.flush()
