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
from uuid import UUID, uuid5

from PIL import Image
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.operations import NewAccount, create_user
from app.attachments.photos import Photo, prepare
from app.clock import now, today
from app.extensions import db
from app.groups.models import Activity, ActivityKind, Group, GroupKind
from app.groups.operations.founding import GroupTerms, found_group
from app.groups.operations.logging import ActivityTerms, log_activity
from app.households.models import DepartureKind, Household
from app.households.operations import Departure, HouseholdTerms, depart, register
from app.offline.models import LedgerEntry
from app.pledges.models import Pledge, SigningMethod
from app.pledges.operations import PledgeTerms, sign
from app.policy import Role
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, found
from app.web.transaction import begin_writing

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
GROUPS = [("Na", "head"), ("Pa", "head2"), ("Hạ", "head3")]  # one liên gia group each, which met today; Na's photo
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
        groups = select(Unit.name, Group.id).join(Unit, Unit.id == Group.unit_id)
        activities = select(Unit.name, Activity.id).join(Unit, Unit.id == Activity.unit_id)
        made = cls(
            units={name: id_ for id_, name in db.session.execute(select(Unit.id, Unit.name))},
            users={name: id_ for id_, name in db.session.execute(select(User.id, User.username))},
            households=households,
            pledges={given[household]: id_ for household, id_ in db.session.execute(valid)},
            groups={name: id_ for name, id_ in db.session.execute(groups)},  # noqa: C416
            activities={name: id_ for name, id_ in db.session.execute(activities)},  # noqa: C416
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
        _receipt(next(households[name] for name in households if name.endswith(given)), users[by], code)
    for place, by in GROUPS:
        _activity(_group(units[place], users[by]), units[place], users[by])
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
    terms = GroupTerms(GroupKind.LIEN_GIA, 1, date(today().year - 2, 3, 15), "Lò Văn Trưởng")
    return found_group(id_of(f"group {village.name}"), terms, village, by=by)


def _activity(group: Group, village: Unit, by: User) -> Activity:
    pictures = [photo("green")] if village.name == "Na" else []
    terms = ActivityTerms(ActivityKind.MEETING, today(), now(), 1, 4, "Bàn chuyện giữ bản", photos=pictures)
    return log_activity(id_of(f"activity {village.name}"), terms, village, [group], by=by)


def _receipt(household: Household, by: User, code: str) -> None:
    pledge = id_of(f"pledge {household.head_name}")
    db.session.add(
        LedgerEntry(
            key=id_of(code), user_id=by.id, unit_id=by.unit_id, action="pledge:sign", content_hash="",
            record_id=str(pledge), address=f"/pledges/{pledge}", receipt=code,
        )
    )  # fmt: skip
