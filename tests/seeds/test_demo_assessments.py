"""The demo's assessments: of two years, at every stage, with remedies done, planned and late."""

from flask import Flask
from sqlalchemy import select

from app.assessments.cards import Gap, standing_of
from app.assessments.models import Assessment, Remedy
from app.clock import today
from app.criteria.evaluation import Result
from app.extensions import db


def test_assessments_of_two_years_are_at_every_stage(demo: Flask) -> None:
    with demo.app_context():
        made = db.session.scalars(select(Assessment)).all()
        own = {(each.unit.code, each.year): each for each in made if each.set_code == "mau-nangcao"}
        communes, year = {f"M{number}" for number in range(1, 7)}, today().year
        assert {code for code, of in own if of == year - 1} == communes
        assert {code for code, of in own if of == year} == communes - {"M1"}, "that is for its police to begin"
        assert ("M1-01", year) not in {(each.unit.code, each.year) for each in made}, "and that for its head"
        cards = {key: standing_of(each).cards for key, each in own.items()}
        assert {card.gap for found in cards.values() for card in found} == {None, *Gap}
        assert all(not standing_of(each).gaps for each in made if each.ready_at)
        assert {bool(each.ready_at) for each in made if each.year == year} == {True, False}
        [waived, unmet] = [next(c for c in cards[code, year] if c.indicator.code == "3") for code in ("M4", "M6")]
        assert (waived.outcome.result, waived.outcome.waivers) == (Result.MET, frozenset({"border"}))
        assert (unmet.outcome.result, unmet.contradicted) == (Result.NOT_MET, False)
        noted = {
            bool(card.answer and card.answer.note) for found in cards.values() for card in found if card.contradicted
        }
        assert noted == {True, False}


def test_remedies_are_done_planned_and_late(demo: Flask) -> None:
    with demo.app_context():
        made = db.session.scalars(select(Remedy)).all()
        assert sum(each.done_on is not None for each in made) > 5
        late = {each.unit.code for each in made if each.is_open and each.due_on < today()}
        assert late >= {"M1"}
        assert late <= {"M1", "M6"}
        assert [each for each in made if each.is_open and each.due_on >= today()] != []
        assert all(each.done_on <= today() for each in made if each.done_on)
