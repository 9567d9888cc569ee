"""The cast of the tests: invented places, people, households and pledges, made through the operations.

tỉnh Thử                          province, admin
├ huyện Một                       district
│ ├ xã An                         police
│ │ ├ bản Na    head              Ánh, Đức missing; Bình signed (photo), Cúc signed (no photo); Dũng moved out
│ │ └ bản Pa    head2             Giang signed, Hoa missing
│ └ xã Bình                       police2
│   └ bản Hạ    head3             Khánh missing, Lan signed
└ huyện Hai                       district2
  └ xã Chung                      (nobody)
    └ bản Xa                      Mai missing
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5

from PIL import Image
from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.accounts.operations import NewAccount, create_user
from app.assessments.claims import Claim
from app.assessments.models import Assessment, Post, Remedy
from app.assessments.operations.answering import AnswerTerms, answer
from app.assessments.operations.course import begin
from app.assessments.operations.planning import RemedyTerms, finish, plan
from app.attachments.photos import Photo, prepare
from app.clock import now, today
from app.criteria.evaluation import IndicatorTest
from app.criteria.models import CriteriaSet
from app.criteria.operations.loading import load_sets
from app.criteria.operations.versions import add_own
from app.criteria.shipped import known_measures, shipped
from app.criteria.source.schema import read_sets
from app.criteria.terms import IndicatorTerms
from app.extensions import db
from app.groups.models import Activity, ActivityKind, Group, GroupKind, GroupModel
from app.groups.operations.founding import GroupTerms, found_group
from app.groups.operations.logging import ActivityTerms, log_activity
from app.groups.operations.membership import Joining, take_in
from app.groups.operations.modelling import add_model
from app.households.models import DepartureKind, Household
from app.households.operations import Departure, HouseholdTerms, depart, register
from app.notices.models import Notice
from app.offline.models import LedgerEntry
from app.pledges.models import Pledge, SigningMethod
from app.pledges.operations import PledgeTerms, sign
from app.policy import Role
from app.reviews.models import Submission
from app.standing.kinds import CONVENTION, HOTSPOT, REGISTRATION
from app.standing.models import Convention, Hotspot, HotspotList, Registration
from app.standing.operations import Terms, declare
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, found
from app.web.transaction import begin_writing
from tests.directed import direct
from tests.dossiers import comment_on, send_dossiers
from tests.inspections.cast import inspect
from tests.obstacles.cast import raise_obstacles
from tests.offline.cast import remember

PASSWORD = "mat khau thu"
SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")

PLACES = [
    ("Thử", UnitKind.PROVINCE, "tỉnh", None),
    ("Một", UnitKind.DISTRICT, "huyện", "Thử"),
    ("Hai", UnitKind.DISTRICT, "huyện", "Thử"),
    ("An", UnitKind.COMMUNE, "xã", "Một"),
    ("Bình", UnitKind.COMMUNE, "xã", "Một"),
    ("Chung", UnitKind.COMMUNE, "xã", "Hai"),
    ("Na", UnitKind.VILLAGE, "bản", "An"),
    ("Pa", UnitKind.VILLAGE, "bản", "An"),
    ("Hạ", UnitKind.VILLAGE, "bản", "Bình"),
    ("Xa", UnitKind.VILLAGE, "bản", "Chung"),
]
PEOPLE = [
    ("admin", Role.ADMINISTRATOR, "Thử"),
    ("province", Role.PROVINCE, "Thử"),
    ("district", Role.DISTRICT, "Một"),
    ("district2", Role.DISTRICT, "Hai"),
    ("police", Role.COMMUNE_POLICE, "An"),
    ("police2", Role.COMMUNE_POLICE, "Bình"),
    ("head", Role.VILLAGE_HEAD, "Na"),
    ("head2", Role.VILLAGE_HEAD, "Pa"),
    ("head3", Role.VILLAGE_HEAD, "Hạ"),
]
PHONES = {"head": "+84912345678"}
HOUSEHOLDS = [
    ("Lò Văn Ánh", "Na", "head"),
    ("Quàng Thị Bình", "Na", "head"),
    ("Lường Thị Cúc", "Na", "head"),
    ("Cà Văn Dũng", "Na", "head"),
    ("Tòng Văn Đức", "Na", "head"),
    ("Vì Thị Giang", "Pa", "head2"),
    ("Lò Thị Hoa", "Pa", "head2"),
    ("Giàng A Khánh", "Hạ", "head3"),
    ("Sùng Thị Lan", "Hạ", "head3"),
    ("Moong Thị Mai", "Xa", "police"),
]
SENT = [("Bình", "head", "BY-NA00-01"), ("Giang", "head2", "BY-PA00-01"), ("Lan", "head3", "BY-HA00-01")]
MEMBERS = [("Na", "Quàng Thị Bình"), ("Pa", "Vì Thị Giang"), ("Hạ", "Sùng Thị Lan")]  # one household each
OWN_INDICATOR = "Chỉ tiêu thử"  # in the province's version of a set
MODEL = "Mô hình thử"  # the province's own
GROUPS = [("Na", "head"), ("Pa", "head2"), ("Hạ", "head3")]  # one liên gia group each, which met today; Na's photo
# By whom a registration of this year was entered; Na's has a photo. Villages have conventions, An is a hotspot.
REGISTERED = [("Na", "head"), ("Pa", "head2"), ("Hạ", "head3"), ("An", "district"), ("Bình", "district")]
ASSESSED = [("Na", "head"), ("Pa", "head2"), ("Hạ", "head3"), ("An", "police"), ("Bình", "police2")]  # of this year
COMMUNE_CODE, VILLAGE_CODE = "5.1a", "4.1a"  # of the first indicator, by which each is judged
SIGNED = [("Quàng Thị Bình", True), ("Lường Thị Cúc", False), ("Vì Thị Giang", False), ("Sùng Thị Lan", False)]


@dataclass(frozen=True)
class World:
    """Where everybody is, by name."""

    units: dict[str, int]
    users: dict[str, UUID]
    households: dict[str, UUID]  # by the head's given name
    pledges: dict[str, UUID]  # valid ones, by the head's given name
    groups: dict[str, UUID]  # by the unit that each lies in
    activities: dict[str, UUID]  # the same way
    registrations: dict[str, UUID]  # the same way
    conventions: dict[str, UUID]
    hotspots: dict[str, UUID]
    assessments: dict[str, UUID]  # the same way
    remedies: dict[str, UUID]  # that are planned, the same way
    submissions: dict[str, UUID]  # of villages, the same way
    notices: dict[str, UUID]  # the same way
    models: dict[str, int]  # of groups, by the unit that names them
    sets: dict[str, int]  # of criteria, newest, by code and kind of unit: "antt-tt124-2021/village"
    receipts: dict[str, str]  # of pledges that were sent from a phone, by the unit of who sent them

    @classmethod
    def read(cls) -> "World":
        """Read the cast in the open application context, and leave no transaction behind."""
        households = {
            name.split()[-1]: id_ for id_, name in db.session.execute(select(Household.id, Household.head_name))
        }
        given = {id_: name for name, id_ in households.items()}
        valid = select(Pledge.household_id, Pledge.id).where(Pledge.withdrawn_at.is_(None))
        sent = select(Unit.name, LedgerEntry.receipt).join(Unit, Unit.id == LedgerEntry.unit_id)
        sets = select(CriteriaSet).order_by(CriteriaSet.version)
        made = cls(
            units={name: id_ for id_, name in db.session.execute(select(Unit.id, Unit.name))},
            users={name: id_ for id_, name in db.session.execute(select(User.id, User.username))},
            households=households,
            pledges={given[household]: id_ for household, id_ in db.session.execute(valid)},
            groups=_by_unit(Group),
            activities=_by_unit(Activity),
            registrations=_by_unit(Registration),
            conventions=_by_unit(Convention),
            hotspots=_by_unit(Hotspot),
            assessments=_by_unit(Assessment),
            remedies=_by_unit(Remedy, Remedy.done_at.is_(None)),
            submissions=_by_unit(Submission),
            notices=_by_unit(Notice),
            models=dict.fromkeys(["Thử"], db.session.scalars(select(GroupModel.id)).one()),
            sets={f"{one.code}/{one.unit_kind}": one.id for one in db.session.scalars(sets)},
            receipts={name: code for name, code in db.session.execute(sent)},  # noqa: C416 (dict() knows no rows)
        )
        db.session.remove()
        return made


def build_world() -> None:
    """Make the cast in an empty, migrated database."""
    begin_writing()
    units: dict[str, Unit] = {}
    for name, kind, title, parent in PLACES:
        units[name] = found(Founding("thu", name, kind, title, name), units[parent] if parent else None, by=None)
    users = {name: _person(name, role, units[place]) for name, role, place in PEOPLE}
    households = {name: _household(name, units[place], users[by]) for name, place, by in HOUSEHOLDS}
    for name, with_photo in SIGNED:
        _pledge(households[name], photo() if with_photo else None, users["head"])
    for given, by, code in SENT:
        remember(next(households[name] for name in households if name.endswith(given)), users[by], code)
    belonging = dict(MEMBERS)
    for place, by in GROUPS:
        group = _group(units[place], users[by])
        take_in(group, [households[belonging[place]]], Joining(group.founded_on), by=users[by])
        _activity(group, units[place], users[by])
    for place, by in REGISTERED:
        _standing(units[place], users[by])
    hotspot = {"list_name": HotspotList.ORDER, "since": date(today().year - 1, 3, 15)}
    declare(HOTSPOT, id_of("hotspot An"), Terms(hotspot), units["An"], by=users["district"])
    add_model(MODEL, by=users["province"])
    _criteria(users["province"])
    sets = select(CriteriaSet).where(CriteriaSet.code == "antt-tt124-2021")
    judged = {one.unit_kind: one for one in db.session.scalars(sets)}
    for place, by in ASSESSED:
        _assessment(units[place], judged[units[place].kind], users[by])
    send_dossiers([(units[place], id_of(f"submission {place}"), users[by]) for place, by in GROUPS])
    comment_on(id_of("submission Na"), id_of("comment Na"), photo("purple"), by=users["head"])
    inspect(units, users["district"], judged[UnitKind.COMMUNE])
    raise_obstacles(units, users, photo("maroon"))
    direct(units, users)
    depart(households["Cà Văn Dũng"], Departure(DepartureKind.MOVED_OUT, today(), "Về quê vợ"), by=users["head"])
    db.session.commit()


def photo(color: str = "beige") -> Photo:
    """Return a small photo."""
    return prepare(BytesIO(jpeg(color)))


def jpeg(color: str = "beige", size: tuple[int, int] = (400, 300)) -> bytes:
    """Return the bytes of a photo file."""
    content = BytesIO()
    Image.new("RGB", size, color).save(content, "JPEG")
    return content.getvalue()


def file(content: bytes, name: str = "to.jpg") -> tuple[BytesIO, str]:
    """Return a file to send."""
    return BytesIO(content), name


def id_of(name: str) -> UUID:
    """Return the one id that stands for ``name`` in the tests."""
    return uuid5(SPACE, name)


def _person(username: str, role: Role, unit: Unit) -> User:
    account = NewAccount(username, f"Cán bộ {username}", role, unit, PASSWORD, PHONES.get(username))
    return create_user(account, by=None)


def _household(name: str, village: Unit, by: User) -> Household:
    return register(id_of(name), HouseholdTerms(name, 4), village, duplicate_seen=True, by=by)


def _pledge(household: Household, picture: Photo | None, by: User) -> Pledge:
    day: date = today()
    terms = PledgeTerms(
        id_of(f"pledge {household.head_name}"), day, household.head_name, None, SigningMethod.PAPER, now(), picture
    )
    return sign(household, terms, by=by)


def _group(village: Unit, by: User) -> Group:
    founded, decision = date(today().year - 2, 3, 15), photo() if village.name == "Na" else None
    terms = GroupTerms(GroupKind.LIEN_GIA, 1, founded, "Lò Văn Trưởng", decision_photo=decision)
    return found_group(id_of(f"group {village.name}"), terms, village, by=by)


def _activity(group: Group, village: Unit, by: User) -> Activity:
    pictures = [photo("green")] if village.name == "Na" else []
    terms = ActivityTerms(ActivityKind.MEETING, today(), now(), 1, 4, "Bàn chuyện giữ bản", photos=pictures)
    return log_activity(id_of(f"activity {village.name}"), terms, village, [group], by=by)


def _criteria(by: User) -> None:
    """Load the sets that come with the app, one of them with an indicator of the province's own in its version."""
    load_sets(read_sets(shipped(), known_measures()), by=None)
    extended = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "ntm-19.2-2016")).one()
    terms = IndicatorTerms(code="", label={"vi": OWN_INDICATOR}, test=IndicatorTest.YES_NO, citation={})
    add_own(extended, terms, by=by)


def _standing(unit: Unit, by: User) -> None:
    """Register the unit for this year; a village has a convention too, adopted and in force since last year."""
    day, picture = date(today().year, 1, 1), photo("navy") if unit.name == "Na" else None
    facts = {
        "year": day.year,
        "registered_on": day,
        "document_number": "12",
        "document_on": day,
        "issuer": "Hà Văn Xuân",
    }
    declare(REGISTRATION, id_of(f"registration {unit.name}"), Terms(facts, picture), unit, by=by)
    if unit.kind is UnitKind.VILLAGE:
        begun = date(day.year - 1, 3, 15)
        terms = Terms({"adopted_on": begun, "since": begun, "households_present": 3, "households_invited": 4})
        declare(CONVENTION, id_of(f"convention {unit.name}"), terms, unit, by=by)


def _assessment(unit: Unit, one: CriteriaSet, by: User) -> None:
    """Begin the unit's assessment of this year, and plan a remedy; Na has an answer with a photo, and a remedy done."""
    assessment = begin(id_of(f"assessment {unit.name}"), unit, one, today().year, by=by)
    asked = assessment.criteria_set.indicators[0]
    plan_ = RemedyTerms("Họp dân bàn lại", Post.VILLAGE_HEAD, date(today().year, 12, 31))
    plan(id_of(f"remedy {unit.name}"), assessment, asked, plan_, by=by)
    if unit.name == "Na":
        answer(assessment, asked, AnswerTerms(Claim(yes=True), photos=(photo("olive"),)), version=0, by=by)
        done = plan(id_of("done remedy Na"), assessment, asked, plan_, by=by)
        finish(done, today(), "Về quê vợ", photo("teal"), by=by)


def _by_unit(model: Any, *conditions: ColumnElement[bool]) -> dict[str, UUID]:
    """Return the ids of the one record of each unit that is so, by its name."""
    rows = db.session.execute(select(Unit.name, model.id).join(Unit, Unit.id == model.unit_id).where(*conditions))
    return {name: id_ for name, id_ in rows}  # noqa: C416 (dict() knows no rows)
