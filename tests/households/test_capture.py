"""The moment of capture: what waited on a phone counts from the day on which it was typed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.clock import local, now, today
from app.extensions import db
from app.households.models import Household, Residence
from tests.client import Client
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World


def before(days: float) -> tuple[str, date]:
    """Return a moment so many days ago as a phone writes it, and its day in Vietnam."""
    moment = now() - timedelta(days=days)
    return moment.isoformat().replace("+00:00", "Z"), local(moment).date()


def residences(client: Client, household: object) -> list[tuple[date, date | None]]:
    with client.application.app_context():
        mine = select(Residence.since, Residence.until).where(Residence.household_id == household)
        found = [(since, until) for since, until in db.session.execute(mine.order_by(Residence.id))]
        db.session.remove()
    return found


@pytest.mark.parametrize("days", [0, 3, 300])
def test_a_household_resides_from_the_day_it_was_typed(as_: SignIn, days: int) -> None:
    head, id_, (captured, day) = as_("head"), uuid4(), before(days)
    sent = {"id": str(id_), "head_name": "Hoàng Thị Xuân", "member_count": "5", "captured_at": captured}
    assert head.send("/households", **sent).status_code == 303
    assert residences(head, id_) == [(day, None)]


def test_a_clock_that_is_some_hours_fast_does_not_reach_into_tomorrow(as_: SignIn) -> None:
    head, id_, (captured, _day) = as_("head"), uuid4(), before(-0.99)
    sent = {"id": str(id_), "head_name": "Hoàng Thị Xuân", "member_count": "5", "captured_at": captured}
    assert head.send("/households", **sent).status_code == 303
    assert residences(head, id_) == [(today(), None)]


def test_a_day_that_had_not_come_at_capture_is_ahead(as_: SignIn, world: World) -> None:
    head, binh, (captured, day) = as_("head"), world.households["Bình"], before(10)
    form = {"kind": "moved_out", "reason": "Về quê", "captured_at": captured}
    refused = head.send(f"/households/{binh}/departure", on=today().isoformat(), **form)
    assert refused.status_code == 422
    assert "Ngày này chưa tới" in refused.text
    assert head.send(f"/households/{binh}/departure", on=day.isoformat(), **form).status_code == 303


def test_a_clock_that_is_some_hours_fast_makes_no_departure_and_no_return_of_tomorrow(
    as_: SignIn, world: World
) -> None:
    head, (captured, tomorrow) = as_("head"), before(-0.99)
    form = {"on": tomorrow.isoformat(), "captured_at": captured}
    for to, more in (("Ánh/departure", {"kind": "moved_out", "reason": "Về quê"}), ("Dũng/return", {})):
        name, verb = to.split("/")
        refused = head.send(f"/households/{world.households[name]}/{verb}", **form, **more)
        assert (refused.status_code, "Ngày này chưa tới" in refused.text) == (422, tomorrow > today())


def test_a_return_counts_from_its_capture(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    with head.application.app_context():
        household = db.session.get_one(Household, anh)
        household.residences[0].since = today() - timedelta(days=90)
        db.session.commit()
        db.session.remove()
    left = {"kind": "moved_out", "reason": "Về quê", "on": (today() - timedelta(days=30)).isoformat()}
    head.send(f"/households/{anh}/departure", **left)
    captured, day = before(10)
    assert head.send(f"/households/{anh}/return", on=today().isoformat(), captured_at=captured).status_code == 422
    assert head.send(f"/households/{anh}/return", captured_at=captured).status_code == 303
    assert residences(head, anh)[-1] == (day, None)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/households", {"head_name": "Hoàng Thị Xuân", "member_count": "5"}),
        ("/households/{}", {"version": "1", "head_name": "Lò Văn Ánh", "member_count": "6"}),
        ("/households/{}/departure", {"kind": "moved_out", "on": "2026-01-05", "reason": "Về quê"}),
        ("/households/{}/return", {}),
    ],
)
@pytest.mark.parametrize("days", [-3, 500])
def test_a_wrong_clock_is_told_and_the_form_comes_back_without_its_time(
    as_: SignIn, world: World, address: str, fields: dict[str, str], days: int
) -> None:
    head = as_("head")
    household = world.households["Dũng" if address.endswith("return") else "Ánh"]
    captured = now() - timedelta(days=days)
    answer = head.send(address.format(household), key=str(uuid4()), captured_at=captured.isoformat(), **fields)
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (422, "invalid")
    said = words(next(element for element in parse(answer.text).iter() if element.get("id") == "errors"))
    assert f"{local(captured):%H:%M ngày %d/%m/%Y}" in said
    assert f"bây giờ là {local(now()):%H}" in said
    moments = [c for c in parse(answer.text).iter("input") if c.get("name") == "captured_at"]
    assert [(moment.get("value"), "data-captured" in moment.attrib) for moment in moments] == [("", True)]
    assert head.send(address.format(household), key=str(uuid4()), captured_at="", **fields).status_code == 201
