"""The demo: an invented district with accounts, households and two years of pledges; the same every time for a day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from app.accounts.models import User
from app.accounts.operations import NewAccount, create_user
from app.audit.operations import record
from app.clock import today
from app.criteria import shipped
from app.criteria.operations.loading import load_sets
from app.criteria.source.schema import read_sets
from app.extensions import db
from app.households.models import DepartureKind, Household, Residence, VillageHouseholds
from app.pledges.commitments import commitments_of
from app.pledges.models import Pledge, SigningMethod, VillagePledges
from app.policy import Role
from app.seeds import assessments, directives, inspections, obstacles, standing, submissions
from app.seeds.activities import LogMaker
from app.seeds.groups import GroupMaker, Settled
from app.seeds.names import head_name
from app.seeds.paper import keep_sample_sheet
from app.seeds.places import MODEL, SCHEME, Commune, Village, communes
from app.tally import bump
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, found
from app.vietnamese import search_key, sort_key

PASSWORD = "banyen-demo"  # noqa: S105 (published; the accounts are refused outside the demo profile)
SEED = 1067
PHOTOS = 12
REASONS = ("Chuyển về quê vợ", "Đi làm ăn xa cả nhà", "Chuyển sang bản khác trong huyện", "Về ở với con")
WITHDRAWN = ("Ký nhầm hộ", "Ghi sai ngày, ký lại", "Chủ hộ xin ký lại")
POLICE = {"M1": ("congan", "Vì Văn Công"), "M2": ("congan2", "Quàng Thị Minh")}
HEADS = {
    "M1-01": ("truongban", "Cà Văn Đôi"), "M2-01": ("truongban2", "Lò Thị Panh"),
    "M1-02": ("truongban.m1-02", "Lường Văn Pom"), "M1-03": ("truongban.m1-03", "Vàng A Lử"),
    "M1-04": ("truongban.m1-04", "Tòng Thị Ong"), "M1-05": ("truongban.m1-05", "Quàng Văn Sinh"),
    "M1-06": ("truongban.m1-06", "Cà Thị Hặc"), "M1-07": ("truongban.m1-07", "Lò Văn Chiến"),
    "M1-09": ("truongban.m1-09", "Vì Văn Ún"), "M1-10": ("truongban.m1-10", "Hà Thị Xo"),
}  # fmt: skip
LAST_YEAR, WOMEN, MISTAKES, WITHDRAWALS = 0.94, 0.22, 0.25, 0.012  # shares
PLACES = ("đầu bản", "cuối bản", "cạnh nhà văn hoá", "bên suối", "gần trường học", "trên đồi")


@dataclass(slots=True)
class Made:
    """What was made, and the rows that are still to be written."""

    households: int = 0
    pledges: int = 0
    rows: dict[type, list[dict[str, Any]]] = field(default_factory=lambda: {Household: [], Residence: [], Pledge: []})


def is_empty() -> bool:
    """Tell whether the database has no account yet."""
    return db.session.scalar(select(User.id).limit(1)) is None


def seed_demo() -> Made:
    """Make the demo in the open transaction and return what was made: one audit event for the whole batch."""
    maker = _Maker(Random(SEED), today())  # noqa: S311 (the same every time is what it is for)
    maker.make()
    return maker.made


class _Maker:
    """Invents the district, commune by commune."""

    def __init__(self, rng: Random, day: date) -> None:
        self.rng, self.day, self.made = rng, day, Made()
        self.numbers = count(1)
        self.photos_left = PHOTOS
        self.names: dict[UUID, str] = {}
        self.settled: list[Settled] = []
        self.judged: list[assessments.Settled] = []
        self.standing = standing.StandingMaker(Random(SEED + 2), day)  # noqa: S311 (as above: what was made before stays)

    def make(self) -> None:
        province = self._found(None, UnitKind.PROVINCE, "tỉnh", "Mẫu", "MAU")
        district = self._found(province, UnitKind.DISTRICT, "huyện", "Mường Mẫu", "M")
        self._account("quantri", "Đỗ Quản Trị", Role.ADMINISTRATOR, province)
        self.reviewer = self._account("huyen", "Hoàng Văn Duyệt", Role.DISTRICT, district)
        officer = self._account("tinh", "Lương Thị Tổng", Role.PROVINCE, province)
        for commune in communes():
            self._commune(commune, district)
        self._groups()
        self._criteria(province)
        self.made.rows |= self.standing.rows
        self._write()
        self._assessments()
        self._submissions()
        above = [assessments.Settled(district, self.reviewer), assessments.Settled(province, officer)]
        inspections.InspectionMaker(self.day, self.judged, self.reviewer).make()
        obstacles.ObstacleMaker(self.day, [*self.judged, *above]).make()
        self._directives()
        record("seed:demo", officer, by=None, unit_id=province.id)

    def _commune(self, commune: Commune, district: Unit) -> None:
        unit = self._found(district, UnitKind.COMMUNE, "xã", commune.name, commune.code)
        username, name = POLICE.get(commune.code, (f"congan.{commune.code.lower()}", "Vì Thị An"))
        police = self._account(username, name, Role.COMMUNE_POLICE, unit)
        self.standing.commune(standing.Settled(unit, police, self.reviewer))
        self.judged.append(assessments.Settled(unit, police))
        for village in commune.villages:
            self._village(village, unit, police)

    def _village(self, village: Village, commune: Unit, police: User) -> None:
        unit = self._found(commune, UnitKind.VILLAGE, village.title, village.name, village.code)
        head = HEADS.get(village.code)
        author = self._account(*head, Role.VILLAGE_HEAD, unit) if head else police
        households = [self._household(village, unit, author) for _ in range(self.rng.randint(*village.households))]
        self._sign(unit, author, self.day.year - 1, [id_ for id_ in households if self.rng.random() < LAST_YEAR])
        self._sign(unit, author, self.day.year, self.rng.sample(households, round(village.signed * len(households))))
        gone = [self._departure(village, unit, author) for _ in range(self.rng.choice((0, 0, 1, 1, 2)))]
        bump(VillageHouseholds, {"village_id": unit.id}, resident=len(households), away=len(gone))
        self.settled.append(Settled(unit, author, households))
        self.judged.append(assessments.Settled(unit, author))
        settled = standing.Settled(unit, author, police, village.signed)
        self.standing.village(settled, model=unit.code == MODEL.code)

    def _groups(self) -> None:
        """Add the groups of every village and their logs, by chances of their own: what was made before stays."""
        since = {row["household_id"]: row["since"] for row in self.made.rows[Residence]}
        maker = GroupMaker(Random(SEED + 1), self.day, self.names, since)  # noqa: S311 (as above)
        for place, settled in enumerate(self.settled):
            maker.village(settled, place, model=settled.unit.code == MODEL.code)
        log = LogMaker(maker)
        for group in maker.made:
            log.log(group)
        self.made.rows |= maker.rows | log.rows

    def _criteria(self, province: Unit) -> None:
        """Load the sets that come with the app, and the invented province's own."""
        names, files = shipped.known_measures(), shipped.shipped()
        load_sets(read_sets(files, names), by=None)
        load_sets(read_sets(shipped.demo(), names, beside=files), owner=province, by=None)

    def _assessments(self) -> None:
        """Let communes and villages judge themselves by the records, which are written, by chances of their own."""
        assessments.AssessmentMaker(Random(SEED + 3), self.day, self.judged).make()  # noqa: S311 (as above)

    def _submissions(self) -> None:
        """Let what is ready go up, in every state, by chances of their own."""
        police = {each.unit.id: each.author for each in self.judged if each.unit.kind is UnitKind.COMMUNE}
        reviewers = submissions.Reviewers(self.reviewer, police)
        rng = Random(SEED + 4)  # noqa: S311 (as above)
        submissions.SubmissionMaker(rng, self.day, self.judged, reviewers).make()

    def _directives(self) -> None:
        """Let units ask things of those below, and these answer, by chances of their own."""
        units = db.session.scalars(select(Unit).order_by(Unit.id)).all()
        users = db.session.scalars(select(User).order_by(User.id)).all()
        directives.DirectiveMaker(Random(SEED + 5), self.day, units, users).make()  # noqa: S311 (as above)

    def _household(self, village: Village, unit: Unit, author: User, *, away: date | None = None) -> UUID:
        """Add a household that resides since one of the last years, and return its id."""
        rng, id_ = self.rng, self._id()
        name = head_name(rng, rng.choice(village.peoples), woman=rng.random() < WOMEN)
        since = date(self.day.year - rng.choice((1, 1, 1, 2, 2, 3)), rng.randint(1, 12), rng.randint(1, 28))
        entered = self._moment(max(since, date(self.day.year - 2, 11, 1)))
        self.names[id_] = name
        self.made.rows[Household].append({
            "id": id_, "village_id": unit.id, "head_name": name, "search_key": search_key(name),
            "sort_key": sort_key(name), "member_count": rng.choice((2, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8)),
            "birth_year": self.day.year - rng.randint(24, 84) if rng.random() < 0.7 else None,
            "phone": None, "address": rng.choice(PLACES) if rng.random() < 0.4 else None, "version": 1,
            "away_since": away, "created_at": entered, "created_by": author.id, "updated_at": entered,
            "updated_by": author.id,
        })  # fmt: skip
        self.made.rows[Residence].append({
            "household_id": id_, "village_id": unit.id, "since": since, "created_at": entered,
            "created_by": author.id, "until": None, "ended_kind": None, "ended_reason": None, "ended_at": None,
            "ended_by": None,
        })  # fmt: skip
        return id_

    def _departure(self, village: Village, unit: Unit, author: User) -> UUID:
        """Add a household that moved out, or was entered by mistake."""
        left = self.day - timedelta(days=self.rng.randint(20, 200))
        id_ = self._household(village, unit, author, away=left)
        mistake = self.rng.random() < MISTAKES
        residence = self.made.rows[Residence][-1]
        residence |= {
            "until": residence["since"] if mistake else max(left, residence["since"]),
            "ended_kind": DepartureKind.MISTAKE if mistake else DepartureKind.MOVED_OUT,
            "ended_reason": "Nhập trùng với hộ khác" if mistake else self.rng.choice(REASONS),
            "ended_at": self._moment(left), "ended_by": author.id,
        }  # fmt: skip
        self.made.rows[Residence][-1] = residence
        return id_

    def _sign(self, unit: Unit, author: User, year: int, households: list[UUID]) -> None:
        """Add a pledge of ``year`` for each household; now and then one was withdrawn before it."""
        without = 0
        last = min(self.day, date(year, 11, 20) if year < self.day.year else self.day)
        for household in households:
            signed = date(year, 1, 1) + timedelta(days=self.rng.randint(0, (last - date(year, 1, 1)).days))
            if self.rng.random() < WITHDRAWALS:
                self._pledge(unit, author, household, signed, None, withdrawn=self.rng.choice(WITHDRAWN))
            photo = self._photo(unit, author, year)
            without += photo is None
            self._pledge(unit, author, household, signed, photo)
        bump(VillagePledges, {"village_id": unit.id, "year": year}, signed=len(households), without_photo=without)

    def _photo(self, unit: Unit, author: User, year: int) -> UUID | None:
        """Return a drawn sheet for the first of this year's pledges in the model village; all would take too long."""
        if unit.code != MODEL.code or year != self.day.year or not self.photos_left:
            return None
        self.photos_left -= 1
        return keep_sample_sheet(self.rng, by=author)

    def _pledge(
        self, unit: Unit, author: User, household: UUID, signed: date, photo: UUID | None, withdrawn: str | None = None
    ) -> None:
        at = self._moment(signed)
        self.made.rows[Pledge].append({
            "id": self._id(), "household_id": household, "village_id": unit.id, "year": signed.year,
            "signed_on": signed, "signer_name": self.names[household], "signer_relation": None,
            "method": SigningMethod.PAPER, "text_code": commitments_of(signed.year).code, "captured_at": at,
            "received_at": at, "created_by": author.id, "photo_id": photo,
            "withdrawn_at": at + timedelta(hours=2) if withdrawn else None,
            "withdrawn_by": author.id if withdrawn else None, "withdrawn_reason": withdrawn,
        })  # fmt: skip

    def _write(self) -> None:
        db.session.flush()
        for model, rows in self.made.rows.items():
            for part in _parts(rows, 500):
                db.session.execute(insert(model), part)
        self.made.households, self.made.pledges = len(self.made.rows[Household]), len(self.made.rows[Pledge])

    def _found(self, parent: Unit | None, kind: UnitKind, title: str, name: str, code: str) -> Unit:
        return found(Founding(SCHEME, code, kind, title, name, sample=True), parent, by=None)

    def _account(self, username: str, name: str, role: Role, unit: Unit) -> User:
        return create_user(NewAccount(username, name, role, unit, PASSWORD), by=None)

    def _moment(self, day: date) -> datetime:
        """Return some working hour of ``day`` in Vietnam, never ahead of this morning."""
        at = datetime.combine(min(day, self.day), time(0, self.rng.randrange(60)), UTC)
        return at + timedelta(minutes=self.rng.randrange(0, 540 if day < self.day else 1))

    def _id(self) -> UUID:
        """Return an id that is the same every time (shaped as version 7, so that it sorts by making)."""
        number = next(self.numbers)
        return UUID(int=(1_700_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | self.rng.getrandbits(60))


def _parts(rows: list[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
