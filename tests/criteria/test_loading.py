"""Loading sets: whole or not at all, again without harm, and never over a version that is in use."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.clock import now
from app.criteria.models import CriteriaSet
from app.criteria.operations.loading import load_sets
from app.criteria.queries import sets_for
from app.criteria.shipped import DATA, known_measures, shipped
from app.criteria.source.schema import read_sets
from app.extensions import db
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.contents import changed, contents
from tests.world import World

LETTER = DATA / "sonla-nangcao-2018.yaml"


def load(app: Flask, *arguments: str) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(args=["criteria", "load", *arguments])


def written(folder: Path, old: str, new: str) -> str:
    """Write the letter's file with something changed and return its path."""
    path = folder / "sonla.yaml"
    path.write_text(LETTER.read_text().replace(old, new))
    return str(path)


def use(app: Flask) -> None:
    """Put every set into use."""
    with app.app_context():
        begin_writing()
        for one in db.session.scalars(select(CriteriaSet)):
            one.used_at = now()
        db.session.commit()


def test_loading_again_changes_nothing(app: Flask) -> None:
    before = contents(app)
    assert before["criteria_sets"]
    done = load(app)
    assert (done.exit_code, done.output) == (0, "criteria: 0 made, 0 changed, 6 as they were\n")
    assert changed(before, contents(app)) == {}


def test_what_is_stored_demands_what_the_file_says(app: Flask) -> None:
    with app.app_context():
        for terms in read_sets(shipped(), known_measures()):
            same = (CriteriaSet.code == terms.code, CriteriaSet.unit_kind == terms.unit_kind, CriteriaSet.version == 1)
            stored = db.session.scalars(select(CriteriaSet).where(*same)).one()
            assert [each.code for each in stored.indicators] == [each.code for each in terms.indicators]
            for indicator, wanted in zip(stored.indicators, terms.indicators, strict=True):
                assert (indicator.demand.test, indicator.share) == (wanted.test, wanted.share)
                assert set(indicator.demand.incidents) == {each["code"] for each in wanted.incidents or ()}


def test_a_version_that_nobody_uses_is_written_anew(app: Flask, tmp_path: Path) -> None:
    done = load(app, written(tmp_path, "share: 1/2", "share: 2/3"))
    assert done.output == "criteria: 0 made, 1 changed, 0 as they were\n"
    with app.app_context():
        one = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "sonla-nangcao-2018")).one()
        assert [each.share for each in one.indicators if each.code == "5"] == ["2/3"]
        assert len(one.indicators) == 9
        events = db.session.scalars(select(AuditEvent.subject_id).where(AuditEvent.action == "criteria:load")).all()
        assert events.count(str(one.id)) == 2


def test_a_version_in_use_is_never_changed_and_a_new_one_can_be_made(app: Flask, tmp_path: Path) -> None:
    use(app)
    before = contents(app)
    refused = load(app, written(tmp_path, "share: 1/2", "share: 2/3"))
    assert refused.exit_code == 1
    assert "version 1 is in use and cannot be changed; give the changed set the version 2" in refused.output
    assert changed(before, contents(app)) == {}
    (tmp_path / "two").mkdir()
    Path(written(tmp_path, "share: 1/2", "share: 2/3")).rename(tmp_path / "two" / "sonla.yaml")
    path = tmp_path / "two" / "sonla.yaml"
    path.write_text(path.read_text().replace("version: 1", "version: 2"))
    assert load(app, str(path)).output == "criteria: 1 made, 0 changed, 0 as they were\n"


def test_a_file_with_a_fault_is_not_loaded_not_even_in_part(app: Flask, tmp_path: Path) -> None:
    before = contents(app)
    refused = load(app, written(tmp_path, "share: 1/2", "share: 50"))
    assert refused.exit_code == 1
    assert "sonla.yaml:" in refused.output
    assert "share: 50 is no share" in refused.output
    assert load(app, str(tmp_path / "absent.yaml")).exit_code == 1
    assert changed(before, contents(app)) == {}


def test_of_several_sets_none_is_stored_when_one_cannot_be(app: Flask) -> None:
    use(app)
    sets = read_sets(shipped(), known_measures())
    changed_one = replace(sets[-1], version=1, deadline_settable=True)
    with app.app_context():
        begin_writing()
        with pytest.raises(ValueError, match="in use"):
            load_sets([replace(sets[0], version=7), changed_one], by=None)
        assert db.session.scalars(select(CriteriaSet).where(CriteriaSet.version == 7)).all() == []
        db.session.rollback()


def test_a_unit_is_judged_by_the_newest_set_valid_at_the_end_of_the_period(app: Flask, world: World) -> None:
    ends = {2011: [], 2019: ["antt-tt23-2012", "ntm-19.2-2016", "sonla-nangcao-2018"], 2022: ["antt-tt124-2021"]}
    with app.app_context():
        commune = db.session.get_one(Unit, world.units["An"])
        for year, codes in ends.items():
            end = now().date().replace(year, 12, 31)
            assert [one.code for one in sets_for(commune, end) if one.code != "mau-nangcao"] == codes
        assert sets_for(db.session.get_one(Unit, world.units["Thử"]), now().date()) == []


def test_a_provinces_sets_hold_below_it_and_nowhere_else(app: Flask, world: World) -> None:
    [own, *_] = [one for one in read_sets(shipped(), known_measures()) if one.code == "antt-tt124-2021"]
    with app.app_context():
        begin_writing()
        owner = db.session.get_one(Unit, world.units["Thử"])
        load_sets([replace(own, code="tinh-thu")], owner=owner, by=db.session.get_one(User, world.users["province"]))
        other = Unit(scheme="khac", code="K", kind="province", title="tỉnh", valid_from=now().date(), sample=False)
        other.rename("Khác")
        db.session.add(other)
        db.session.flush()
        other.path = f"{other.id}/"
        db.session.flush()
        holding = {
            name: "tinh-thu" in db.session.scalars(select(CriteriaSet.code).where(CriteriaSet.in_unit(id_))).all()
            for name, id_ in {**world.units, "Khác": other.id}.items()
        }
        assert holding == {**dict.fromkeys(world.units, True), "Khác": False}
        paths = [path for path in db.session.scalars(select(Unit.path)) if path and path != other.path]
        found = [
            db.session.scalars(select(CriteriaSet.code).where(CriteriaSet.in_subtree(path))).all() for path in paths
        ]
        assert all("tinh-thu" in codes for codes in found)
        assert (
            "tinh-thu"
            not in db.session.scalars(select(CriteriaSet.code).where(CriteriaSet.in_subtree(str(other.path)))).all()
        )
        db.session.rollback()
