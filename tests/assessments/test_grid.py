"""The heat grid: what each commune claims of each indicator, as a naive look at its answers finds it."""

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.assessments.claims import Claim, claim_of
from app.assessments.grid import grid_of
from app.assessments.models import Assessment
from app.assessments.operations.answering import AnswerTerms, answer
from app.clock import today
from app.criteria.evaluation import Result, evaluate
from app.extensions import db
from app.units.models import Unit, UnitKind
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World

YEAR = today().year


def test_each_cell_is_what_the_commune_claims(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        by = db.session.scalars(select(User).where(User.username == "police")).one()
        one = db.session.scalars(select(Assessment).where(Assessment.unit_id == world.units["An"])).one()
        yes = next(each for each in one.criteria_set.indicators if each.test == "yes_no")
        answer(one, yes, AnswerTerms(Claim(yes=False)), version=0, by=by)
        district = db.session.scalars(select(User).where(User.username == "district")).one()
        grid = grid_of(district, db.session.get_one(Unit, world.units["Một"]), YEAR)
        assert grid
        communes = [unit for unit in db.session.scalars(select(Unit)) if unit.kind is UnitKind.COMMUNE]
        below = [unit.id for unit in communes if unit.parent_id == world.units["Một"]]
        assert sorted(line.unit.id for line in grid.lines) == sorted(below)
        [line] = [each for each in grid.lines if each.unit.name == "An"]
        db.session.refresh(one, ["answers"])
        for indicator, result in zip(grid.indicators, line.results, strict=True):
            mine = [each for each in one.answers if each.code == indicator.code]
            assert result == (evaluate(indicator.demand, claim_of(mine[0].claim).facts()).result if mine else None)
        place = [each.code for each in grid.indicators].index(yes.code)
        assert (line.results[place], grid.met(place)) == (Result.NOT_MET, 0)
        assert grid_of(district, line.unit, YEAR - 2) is None
        db.session.rollback()
        db.session.remove()


def test_the_page_leads_to_the_assessment_and_says_who_has_none(as_: SignIn, world: World) -> None:
    page = parse(as_("district").get("/assessments/grid").text)
    [table] = list(page.iter("table"))
    links = {words(link): link.get("href") for link in table.iter("a")}
    assert as_("district").get(str(links["Xã An"])).status_code == 200
    assert as_("district2").get(f"/assessments/grid?unit={world.units['An']}").status_code == 404
    empty = as_("district").get(f"/assessments/grid?year={YEAR - 1}&set=nothing").text
    assert "Chưa xã nào lập bản tự đánh giá năm này" in empty
