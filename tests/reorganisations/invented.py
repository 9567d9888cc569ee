"""Random records before a random reorganisation of the cast's places, put into the database in place of the cast's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from app.accounts.models import User
from app.clock import now
from app.extensions import db
from app.groups.models import Activity, ActivityGroup, ActivityKind, Group, GroupKind, Standing
from app.households.models import Household, Residence
from app.pledges.models import Pledge, SigningMethod
from app.reorganisations.accounts import transfers
from app.reorganisations.checks import refuse_faulty
from app.reorganisations.operations import carry_out
from app.reorganisations.reading import read_plan
from app.standing.models import Hotspot, HotspotList, Registration
from app.units.models import Unit, UnitKind
from app.web.transaction import begin_writing
from tests.reorganisations.plans import HEAD
from tests.standing.invented import KINDS, PARENTS, UNITS
from tests.world import World

DAY = date(2024, 6, 15)  # of the reorganisation: the month before it is the same the day before
BEFORE, LATER = DAY - timedelta(days=1), date(2024, 9, 20)
DAYS = st.dates(date(2023, 5, 1), date(2024, 9, 1))
VILLAGES = [name for name, kind in KINDS.items() if kind is UnitKind.VILLAGE]
PLACES = [*VILLAGES, *(name for name, kind in KINDS.items() if kind is UnitKind.COMMUNE)]


@dataclass
class Family:
    """A household that stays in a village, and perhaps signed for 2024."""

    village: str
    since: date
    until: date | None
    signed: date | None


@dataclass
class Acting:
    """A group with its meetings, some of them with the next group, logged under a commune then."""

    place: str
    meetings: list[tuple[date, bool]]
    id: UUID = field(default_factory=uuid4)


@dataclass
class Invented:
    """What was kept before the reorganisation, and what that does."""

    families: list[Family]
    groups: list[Acting]
    alone: list[tuple[str, date]]  # activities of a unit without a group
    registered: list[tuple[str, date]]
    hotspots: list[tuple[str, date, date | None]]
    communes: bool  # An and Bình are merged
    villages: bool  # Na and Pa are merged, else Pa moves to Bình, or what took it over
    district: bool  # Hai is no more

    @property
    def heirs(self) -> dict[str, str]:
        """Who took whom over."""
        found = {"An": "AB", "Bình": "AB"} if self.communes else {}
        found |= {"Na": "NP", "Pa": "NP"} if self.villages else {}
        return found | ({"Hai": "Thử"} if self.district else {})

    def parent(self, name: str, day: date) -> str | None:
        """Return under which unit one lies on a day: an ended one under who took it over."""
        if day < DAY:
            return PARENTS[name]
        if name in self.heirs:
            return self.heirs[name]
        own = {**PARENTS, "AB": "Một", "NP": "An", **({} if self.villages else {"Pa": "Bình"})}[name]
        return self.heirs.get(own, own) if own else None

    def line(self, name: str, day: date) -> list[str]:
        """Return a unit and those in which it lies."""
        above = self.parent(name, day)
        return [name, *(self.line(above, day) if above else [])]

    def in_force(self, day: date) -> list[str]:
        """Return the units of a day."""
        if day < DAY:
            return UNITS
        return [name for name in UNITS if name not in self.heirs] + sorted(set(self.heirs.values()) - {"Thử"})

    def text(self) -> str:
        """Return the reorganisation as a file."""
        text = HEAD.replace(HEAD.split("\n")[1], f"effective: {DAY}")
        merges, moves, above = [], [], "moi:AB" if self.communes else "thu:Bình"
        if self.communes:
            merges.append("{from: [thu:An, thu:Bình], into: {code: AB, title: xã, name: AB}}")
        if self.villages:
            under = "moi:AB" if self.communes else "thu:An"
            merges.append(f"{{from: [thu:Na, thu:Pa], into: {{code: NP, title: bản, name: NP, under: {under}}}}}")
        elif not self.communes:
            moves.append(f"{{unit: thu:Pa, under: {above}}}")
        if self.district:
            merges.append("{from: [thu:Hai], into: thu:Thử}")
        text += "merge:\n" + "".join(f"  - {one}\n" for one in merges) if merges else ""
        return text + ("move:\n" + "".join(f"  - {one}\n" for one in moves) if moves else "")


STEADY = [(date(2023 + month // 12, month % 12 + 1, 10), False) for month in range(4, 20)]
MEETINGS = st.lists(st.tuples(DAYS, st.booleans()), max_size=8) | st.just(STEADY)
WORLDS = st.builds(
    Invented,
    st.lists(
        st.builds(Family, st.sampled_from(VILLAGES), DAYS, st.none() | st.none() | DAYS, st.none() | DAYS), max_size=8
    ),
    st.lists(st.builds(Acting, st.sampled_from(PLACES), MEETINGS), max_size=5),
    st.lists(st.tuples(st.sampled_from(PLACES), DAYS), max_size=6),
    st.lists(st.tuples(st.sampled_from(PLACES), DAYS), max_size=6, unique_by=lambda row: (row[0], row[1].year)),
    st.lists(
        st.tuples(st.sampled_from(["An", "Bình", "Chung"]), DAYS, st.none() | DAYS), max_size=3,
        unique_by=lambda row: row[0],
    ),
    st.booleans(), st.booleans(), st.booleans(),
).filter(lambda made: made.communes or made.villages or made.district)  # fmt: skip


FULL = Invented(  # in which no figure is nothing
    [Family("Na", date(2023, 5, 10), None, date(2024, 2, 1)), Family("Xa", date(2023, 5, 10), None, None)],
    [Acting("Na", STEADY), Acting("Hạ", [(date(2024, 2, 2), True)]), Acting("An", [])], [("An", date(2024, 2, 2))],
    [("Pa", date(2024, 2, 1))], [("An", date(2024, 1, 1), None)], communes=True, villages=True, district=True,
)  # fmt: skip


@contextmanager
def rewritten(app: Flask, invented: Invented, world: World, folder: Path) -> Iterator[dict[str, Unit]]:
    """Let only this be kept, reorganise, give the units by their codes, and take all back afterwards."""
    with app.app_context():
        begin_writing()
        try:
            _write(invented, world)
            file = folder / "sap-xep.yaml"
            file.write_text(invented.text())
            plan, choices = read_plan(file)
            refuse_faulty(plan)
            carry_out(plan, transfers(plan, choices), by=db.session.get_one(User, world.users["admin"]))
            yield {unit.code: unit for unit in db.session.scalars(select(Unit))}
        finally:
            db.session.rollback()
            db.session.remove()


def _write(invented: Invented, world: World) -> None:
    stamp = {"created_by": world.users["police"]}
    edited = {**stamp, "updated_by": world.users["police"]}
    for model in (Registration, Hotspot, Activity):
        db.session.execute(update(model).values(withdrawn_at=now()))
    db.session.execute(delete(Residence))
    db.session.execute(update(Group).values(founded_on=date(2999, 1, 1)))
    rows: dict[Any, list[dict[str, Any]]] = {
        model: [] for model in (Household, Residence, Pledge, Group, Activity, ActivityGroup, Registration, Hotspot)
    }
    for family in invented.families:
        where = {"household_id": uuid4(), "village_id": world.units[family.village]}
        text = {"head_name": "Lò Văn Hai", "search_key": "", "sort_key": "", "member_count": 4}
        away = {"away_since": family.until}
        rows[Household].append(
            {"id": where["household_id"], "village_id": where["village_id"], **text, **away, **edited}
        )
        rows[Residence].append({**where, "since": family.since, "until": family.until, **stamp})
        if family.signed:
            signing = {
                "signer_name": "Lò Văn Hai",
                "method": SigningMethod.PAPER,
                "text_code": "x",
                "captured_at": now(),
            }
            when = {"id": uuid4(), "year": family.signed.year, "signed_on": family.signed}
            rows[Pledge].append({**where, **when, **signing, **stamp})
    for number, group in enumerate(invented.groups):
        told = {"kind": GroupKind.LIEN_GIA, "number": 100 + number, "founded_on": date(2022, 1, 1), "search_key": ""}
        led = {"leader_name": "Lò Văn Hai", "sort_key": f"{number}", "standing": Standing.ACTIVE}
        rows[Group].append({"id": group.id, "unit_id": world.units[group.place], **told, **led, **edited})
    for group_ids, place, day in acts(invented):
        id_ = uuid4()
        said = {"kind": ActivityKind.MEETING, "people_present": 3, "search_key": "", "captured_at": now()}
        rows[Activity].append({"id": id_, "unit_id": world.units[place], "held_on": day, **said, **edited})
        rows[ActivityGroup] += [{"activity_id": id_, "group_id": group_id} for group_id in group_ids]
    for place, day in invented.registered:
        said = {"id": uuid4(), "unit_id": world.units[place], "year": day.year, "registered_on": day}
        rows[Registration].append({**said, **edited})
    for place, since, until in invented.hotspots:
        said = {"id": uuid4(), "unit_id": world.units[place], "list_name": HotspotList.SECURITY}
        rows[Hotspot].append({**said, "since": since, "until": until, **edited})
    for model, made in rows.items():
        if made:
            db.session.execute(insert(model), made)


def acts(invented: Invented) -> list[tuple[list[UUID], str, date]]:
    """Return the activities: which groups', the unit that they were logged under, and the day."""
    found = [(list[UUID](), place, day) for place, day in invented.alone]
    for number, group in enumerate(invented.groups):
        other = invented.groups[(number + 1) % len(invented.groups)]
        for day, joint in group.meetings:
            together = joint and other.place != group.place and PARENTS[group.place] in {"An", "Bình", "Chung"}
            place = str(PARENTS[group.place]) if together else group.place
            found.append(([group.id, other.id] if together else [group.id], place, day))
    return found
