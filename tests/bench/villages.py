"""Villages whose households have not signed: as many as clients that take their pledges, each with its head."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert

from app import create_app
from app.accounts.models import User
from app.accounts.operations import NewAccount, create_user
from app.clock import now, today
from app.config import Profile, Settings
from app.extensions import db
from app.households.models import Household, Residence, VillageHouseholds
from app.identity import new_id
from app.policy import Role
from app.seeds.names import People, head_name
from app.tally import bump
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, found
from app.vietnamese import search_key, sort_key
from app.web.transaction import begin_writing
from tests.browser.chromium import PASSWORD

AT_ONCE = 1000  # rows of one statement


@dataclass(frozen=True, slots=True)
class Village:
    """Who signs in, and whose pledges there are to take: ids and names of heads."""

    username: str
    households: list[tuple[str, str]]


def make_villages(data_dir: Path, url: str, count: int, size: int) -> list[Village]:
    """Make so many villages of so many households in an empty database; return them."""
    settings = Settings(
        profile=Profile.DEMO, secret_key="signs nothing: villages are made, not visited", database_url=url,
        data_dir=data_dir, redis_url=None, https=False, trusted_proxies=0,
    )  # fmt: skip
    app = create_app(settings)
    with app.app_context():
        upgrade()
        begin_writing()
        above = None
        for kind, title in ((UnitKind.PROVINCE, "tỉnh"), (UnitKind.DISTRICT, "huyện"), (UnitKind.COMMUNE, "xã")):
            above = found(Founding("bench", kind.value, kind, title, "Đo"), above, by=None)
        made = [_village(above, number, size) for number in range(count)]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return made


def _village(commune: Unit | None, number: int, size: int) -> Village:
    unit = found(Founding("bench", f"V{number}", UnitKind.VILLAGE, "bản", f"Đo {number}"), commune, by=None)
    account = NewAccount(f"head{number}", f"Trưởng bản {number}", Role.VILLAGE_HEAD, unit, PASSWORD)
    head = create_user(account, by=None)
    rng = Random(number)  # noqa: S311 (the same every time is what it is for)
    rows = [_household(unit, head, head_name(rng, People.THAI, woman=rng.random() < 0.3)) for _ in range(size)]
    for start in range(0, size, AT_ONCE):
        part = rows[start : start + AT_ONCE]
        db.session.execute(insert(Household), part)
        db.session.execute(insert(Residence), [_residence(household) for household in part])
    bump(VillageHouseholds, {"village_id": unit.id}, resident=size)
    return Village(head.username, [(str(row["id"]), row["head_name"]) for row in rows])


def _household(unit: Unit, head: User, name: str) -> dict[str, Any]:
    at = now()
    return {
        "id": new_id(), "village_id": unit.id, "head_name": name, "search_key": search_key(name),
        "sort_key": sort_key(name), "member_count": 4, "birth_year": None, "phone": None, "address": None,
        "version": 1, "away_since": None, "created_at": at, "created_by": head.id, "updated_at": at,
        "updated_by": head.id,
    }  # fmt: skip


def _residence(household: dict[str, Any]) -> dict[str, Any]:
    taken = {name: household[name] for name in ("village_id", "created_at", "created_by")}
    nothing_yet = dict.fromkeys(("until", "ended_kind", "ended_reason", "ended_at", "ended_by"))
    return {"household_id": household["id"], "since": date(today().year, 1, 1), **taken, **nothing_yet}
