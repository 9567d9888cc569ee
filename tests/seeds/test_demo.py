"""The demo: an invented district, the same every time for a day, sound by the doctor, marked as invented."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.passwords import matches
from app.attachments.models import Attachment
from app.audit.models import AuditEvent
from app.clock import today
from app.config import Profile, Settings
from app.doctor import examine
from app.extensions import db
from app.groups.models import Activity, Group, GroupKind, Membership, Standing
from app.groups.queries.regularity import counts_of, silent_in, years_of
from app.groups.regularity import RULE, Verdict, month_before, month_of
from app.households.models import Household
from app.households.queries import counts
from app.measures.registry import MEASURES, Period
from app.pledges.models import Pledge
from app.pledges.queries import signed_below
from app.policy import Role
from app.seeds.demo import PASSWORD, PHOTOS, is_empty
from app.seeds.names import PARTS
from app.standing.kinds import KINDS
from app.standing.models import Border, Hotspot, HotspotList, Recognition
from app.units.models import Unit, UnitKind
from app.vietnamese import name_problem, search_key, sort_key
from tests.client import Client
from tests.conftest import Ground, own_app
from tests.contents import contents
from tests.seeds.conftest import seeded

PUBLISHED = {
    "truongban": (Role.VILLAGE_HEAD, "M1-01"),
    "congan": (Role.COMMUNE_POLICE, "M1"),
    "huyen": (Role.DISTRICT, "M"),
    "tinh": (Role.PROVINCE, "MAU"),
    "quantri": (Role.ADMINISTRATOR, "MAU"),
    "truongban2": (Role.VILLAGE_HEAD, "M2-01"),
    "congan2": (Role.COMMUNE_POLICE, "M2"),
}
STANDING = ("hotspots_in_force", "villages_registered", "villages_with_convention")
# What differs from one time to the next: ids of accounts and files, salted hashes, moments of making.
RANDOM = {
    "users": {"id", "password_hash", "created_at"},
    "attachments": {"id", "stored_name", "created_at", "created_by"},
    "audit_events": {"at", "actor_id", "subject_id"},
    "households": {"created_by", "updated_by"},
    "residences": {"created_by", "ended_by"},
    "pledges": {"created_by", "photo_id", "withdrawn_by"},
    "criteria_sets": {"made_at", "used_at", "used_by"},
    "groups": {"created_by", "updated_by"},
    "group_leaders": {"created_by"},
    "group_spells": {"created_by"},
    "group_memberships": {"created_by", "ended_by"},
    "activities": {"created_by", "updated_by"},
    **{kind.model.__tablename__: {"created_by", "updated_by", "document_photo_id"} for kind in KINDS},
    "hotspot_notes": {"created_by"},
    "assessments": {"created_by", "ready_by"},
    "answers": {"id", "created_by", "updated_by"},
    "remedies": {"created_by", "updated_by", "done_by"},
    "remedy_notes": {"created_by"},
    "inspection_plans": {"created_by", "created_at"},
    "inspections": {"concluded_by"},
    "findings": {"id", "created_by", "updated_by"},
    "obstacles": {"raised_by"},
    "obstacle_steps": {"taken_by"},
    "notices": {"id", "created_by"},
    "submissions": {"created_by"},
    "submission_versions": {"sent_by"},
    "transitions": {"by"},
    "review_points": {"by"},
    "seals": {"id", "sealed_by"},
    "sealed_records": {"seal_id"},
    "directives": {"created_by", "withdrawn_by"},
    "directive_addressees": {"read_by"},
    "directive_completions": {"done_by", "undone_by"},
}


# What the demo's makers do by the operations, which leave their own events.
OPERATED = (
    "assessment:", "remedy:", "directive:", "notice:", "inspection:", "obstacle:", "submission:", "review:", "seal:",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.brief  # PostgreSQL gives rows in any order, where none is asked for
def test_two_demos_of_a_day_are_alike(demo: Flask, empty_app: Flask) -> None:
    before = today()
    seeded(empty_app)
    one, other = steady(demo), steady(empty_app)
    assert before == today(), "midnight passed meanwhile"
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert len(one["households"]) > 1000


def test_the_demo_is_sound(demo: Flask) -> None:
    with demo.app_context():
        assert {finding.check: finding.faults for finding in examine() if finding.faults} == {}


def test_there_are_six_communes_of_two_sizes_with_their_villages(demo: Flask) -> None:
    with demo.app_context():
        kinds = Counter(db.session.scalars(select(Unit.kind)))
        assert (kinds[UnitKind.PROVINCE], kinds[UnitKind.DISTRICT], kinds[UnitKind.COMMUNE]) == (1, 1, 6)
        assert kinds[UnitKind.VILLAGE] >= 50
        sizes = sorted(counts(commune).resident for commune in units(UnitKind.COMMUNE))
        assert sizes[3] < 250, "four small ones"
        assert sizes[4] > 400, "two large ones"
        villages = [counts(village).resident for village in units(UnitKind.VILLAGE)]
        assert min(villages) >= 12
        assert max(villages) <= 120


def test_the_village_of_the_pictures_has_thirty_eight_of_fifty_two(demo: Flask) -> None:
    with demo.app_context():
        village = db.session.scalars(select(Unit).where(Unit.code == "M1-01")).one()
        assert village.full_name == "Bản Nà Mẫu"
        assert (counts(village).resident, signed_below(village, today().year)) == (52, 38)
        photos = select(func.count()).where(Pledge.village_id == village.id, Pledge.photo_id.is_not(None))
        assert db.session.scalar(photos) == PHOTOS
        assert db.session.scalar(select(func.count(Attachment.id))) == PHOTOS + 1, "and of its registration"


def test_villages_are_at_every_stage_of_this_year_and_the_last_is_nearly_complete(demo: Flask) -> None:
    with demo.app_context():
        district = units(UnitKind.DISTRICT)[0]
        this_year, last_year = (signed_below(district, today().year - ago) for ago in (0, 1))
        shares = [signed_below(village, today().year) / counts(village).resident for village in units(UnitKind.VILLAGE)]
        assert shares.count(0) >= 2
        assert shares.count(1) >= 2
        assert 0.5 < this_year / counts(district).resident < 0.8
        assert last_year / counts(district).resident > 0.9


def test_the_published_accounts_are_there_and_may_enter(demo: Flask) -> None:
    with demo.app_context():
        users = {user.username: user for user in db.session.scalars(select(User))}
        assert {name: (users[name].role, users[name].unit.code) for name in PUBLISHED} == PUBLISHED
        assert all(matches(PASSWORD, user.password_hash) for user in users.values())
        assert [user.username for user in users.values() if user.phone] == []
    for name in PUBLISHED:
        client: Any = demo.test_client()
        assert isinstance(client, Client)
        assert client.send("/login", username=name, password=PASSWORD).status_code == 303
        page = client.get("/").text
        assert "DỮ LIỆU MẪU" in page


def test_everything_is_marked_as_invented(demo: Flask) -> None:
    with demo.app_context():
        assert set(db.session.scalars(select(Unit.sample))) == {True}
        assert set(db.session.scalars(select(Unit.scheme))) == {"mau"}
        assert [unit.name for unit in db.session.scalars(select(Unit)) if "Mẫu" not in unit.name] == []


def test_names_are_built_of_the_lists_and_nobodys_number_is_there(demo: Flask) -> None:
    families = {family for parts in PARTS.values() for family in parts.families}
    others = {word for parts in PARTS.values() for words in (
        parts.men_middle, parts.men, parts.women_middle, parts.women) for word in words}  # fmt: skip
    with demo.app_context():
        rows = db.session.execute(select(Household.head_name, Household.search_key, Household.sort_key)).all()
        assert {phone for phone in db.session.scalars(select(Household.phone)) if phone} == set()
    for name, search, order in rows:
        family, *rest = name.split()
        assert family in families
        assert set(rest) <= others
        assert (search, order) == (search_key(name), sort_key(name))
        assert name_problem(name) is None
    distinct = {name for name, _, _ in rows}
    assert len(distinct) > 0.8 * len(rows), "full namesakes are rare"


def test_nothing_happened_ahead_of_today(demo: Flask) -> None:
    with demo.app_context():
        assert max(db.session.scalars(select(Pledge.signed_on))) <= today()
        assert {pledge.signed_on.year for pledge in db.session.scalars(select(Pledge))} <= {
            today().year, today().year - 1,
        }  # fmt: skip
        withdrawn = select(func.count()).where(Pledge.withdrawn_at.is_not(None))
        assert (db.session.scalar(withdrawn) or 0) > 5


def test_every_village_has_its_groups_and_they_differ(demo: Flask) -> None:
    with demo.app_context():
        villages, district = units(UnitKind.VILLAGE), units(UnitKind.DISTRICT)[0]
        liengia = Counter(db.session.scalars(select(Group.unit_id).where(Group.kind == GroupKind.LIEN_GIA)))
        assert {liengia[village.id] for village in villages} <= {2, 3, 4}
        found = counts_of([district], today(), RULE)[district.id]
        assert min(found.regular, found.irregular, found.early) >= 5
        assert 0.4 < found.regular / found.judged < 0.85
        assert set(db.session.scalars(select(Group.standing))) == set(Standing)
        assert {GroupKind.MEDIATION, GroupKind.FIRE} <= set(db.session.scalars(select(Group.kind)))
        silent = db.session.scalars(silent_in(district, month_before(month_of(today())), as_of=today())).all()
        assert 0 < len(silent) < sum(liengia.values()) / 2


def test_the_village_of_the_pictures_has_a_model_group_and_one_that_fell_silent(demo: Flask) -> None:
    with demo.app_context():
        village = db.session.scalars(select(Unit).where(Unit.code == "M1-01")).one()
        years = [row.year for row in years_of(village, today(), RULE) if row.group.kind is GroupKind.LIEN_GIA]
        assert [year.verdict for year in years] == [Verdict.REGULAR, Verdict.REGULAR, Verdict.IRREGULAR]
        assert years[0].share == 1


def test_every_household_of_a_village_is_in_one_group_that_was_there(demo: Flask) -> None:
    with demo.app_context():
        sole = select(Membership.household_id).where(Membership.sole_kind == GroupKind.LIEN_GIA)
        members = Counter(db.session.scalars(sole))
        residing = set(db.session.scalars(select(Household.id).where(Household.away_since.is_(None))))
        assert members.keys() == residing
        assert set(members.values()) == {1}
        early = select(Activity.id).join(Activity.groups).where(Activity.held_on < Group.founded_on)
        assert db.session.scalars(early).all() == []
        assert max(db.session.scalars(select(Activity.held_on))) <= today()
        assert db.session.scalar(select(func.count(Activity.id)).where(Activity.corrects_id.is_not(None)))


def test_standing_is_believable(demo: Flask) -> None:
    with demo.app_context():
        [district] = units(UnitKind.DISTRICT)
        period = Period.until(today())
        found = {name: MEASURES[name].compute(district, period, today()).figure for name in STANDING}
        assert found["hotspots_in_force"].value == 3
        for name in ("villages_registered", "villages_with_convention"):
            share = found[name].share
            assert share is not None
            assert Fraction(1, 2) < share < 1, f"{name}: some are missing"
        [border] = db.session.scalars(select(Border.unit_id)).all()
        on_lists = select(Hotspot.list_name).where(Hotspot.unit_id == border, Hotspot.until.is_(None))
        assert db.session.scalars(on_lists).all() == [HotspotList.SECURITY]
        assert len(set(db.session.scalars(select(Recognition.year)))) == 2
        decided = MEASURES["villages_recognised"].compute(district, Period.year(today().year - 1), today()).figure.share
        assert decided is not None
        assert Fraction(1, 2) < decided < 1


def test_the_batch_is_one_event(demo: Flask) -> None:
    with demo.app_context():
        actions = Counter(db.session.scalars(select(AuditEvent.action)))
        assert actions["seed:demo"] == 1
        assert {action for action in actions if not action.startswith(OPERATED)} == {
            "seed:demo", "unit:found", "account:create", "attachment:keep", "criteria:load", "criteria:use",
        }  # fmt: skip


def test_the_command_makes_it_once_in_the_demo_profile_alone(demo: Flask, app: Flask) -> None:
    again = demo.test_cli_runner().invoke(args=["seed", "demo"])
    assert (again.exit_code, "has accounts already" in again.output) == (1, True)
    quiet = demo.test_cli_runner().invoke(args=["seed", "demo", "--if-empty"])
    assert (quiet.exit_code, "nothing seeded" in quiet.output) == (0, True)
    with app.app_context():
        assert not is_empty()


@pytest.mark.parametrize("profile", [Profile.LOCAL, Profile.PRODUCTION])
def test_elsewhere_the_command_refuses(
    settings: Settings, ground: Ground, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_app(settings, ground, "elsewhere") as other:
        monkeypatch.setitem(other.config, "SETTINGS", replace(settings, profile=profile))
        before = contents(other)
        refused = other.test_cli_runner().invoke(args=["seed", "demo"])
        assert (refused.exit_code, "BANYEN_PROFILE=demo" in refused.output) == (1, True)
        assert contents(other) == before


def units(kind: UnitKind) -> list[Unit]:
    """Return the units of a kind."""
    return list(db.session.scalars(select(Unit).where(Unit.kind == kind)))


def steady(app: Flask) -> dict[str, list[tuple[str, ...]]]:
    """Return all rows of all tables, without the columns that differ by nature."""
    with app.app_context():
        found = {}
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in RANDOM.get(table.name, set())]
            rows = db.session.execute(select(*columns))
            found[table.name] = sorted(tuple(str(value) for value in row) for row in rows)
        db.session.remove()
    return found
