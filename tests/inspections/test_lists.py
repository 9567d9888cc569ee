"""Lists of inspections, what first pages say of them, the words of their notices."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.inspections.models import Demand
from tests.conftest import SignIn
from tests.inspections.test_views import PLAN, concluded, said
from tests.pages import parse
from tests.structure.answers import links
from tests.world import World


def test_a_demand_that_is_overdue_is_seen_on_the_first_page_above(app: Flask, as_: SignIn, world: World) -> None:
    concluded(app, as_("district"), world)
    assert "yêu cầu sau kiểm tra quá hạn" not in said(as_("district").get("/"))
    with app.app_context():
        for demand in db.session.scalars(select(Demand)):
            demand.due_on = today() - timedelta(days=1)
        db.session.commit()
    assert "3 yêu cầu sau kiểm tra quá hạn" in said(as_("district").get("/"))
    assert "yêu cầu sau kiểm tra quá hạn" not in said(as_("province").get("/")), "they are the district's"


def test_the_list_pages_and_is_narrowed_by_unit(as_: SignIn, world: World) -> None:
    district = as_("district")
    for number in range(33):
        district.send("/inspections", unit=str(world.units["An"]), **(PLAN | {"title": f"Cuộc {number}"}))
    seen: list[str] = []
    to: str | None = f"/inspections?unit={world.units['An']}"
    while to:
        page = district.get(to)
        [shown] = [each for each in parse(page.text).iter() if each.get("id") == "inspection-list"]
        seen += [row.get("href") or "" for row in shown.iter("a") if row.get("class") == "row"]
        to = next((href for href in links(page).values() if href and "after=" in href), None)
    assert len(seen) == len(set(seen)) == 34
    assert district.get(f"/inspections?unit={world.units['Chung']}").status_code == 404
    assert "Cuộc" not in district.get(f"/inspections?unit={world.units['Bình']}").text
