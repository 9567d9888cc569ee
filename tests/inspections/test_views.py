"""Inspections as each person meets them: planned, found, concluded, seen, answered; what is refused to whom."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.clock import today
from app.extensions import db
from app.inspections.models import Finding, Inspection, InspectionPlan
from app.notices.models import Notice
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.inspections.cast import inspections
from tests.pages import parse
from tests.structure.answers import links, typed, why
from tests.world import COMMUNE_CODE, World

DAY, LATER = f"{today()}", f"{today() + timedelta(days=30)}"
PLAN = {
    "title": "Kiểm tra cuối năm", "planned_from": DAY, "planned_to": LATER, "year": str(today().year),
    "set": "antt-tt124-2021",
}  # fmt: skip
CONCLUSION = {"concluded_on": DAY, "conclusion": "Xã làm tốt, còn hai việc phải sửa."}
UNMET = {"result": "not_met", "words": "Hai bản chưa họp", "demand": "Họp bù ở hai bản", "due_on": LATER}


def said(page: TestResponse) -> str:
    """Return the text of a page, its spaces joined."""
    return " ".join(" ".join(parse(page.text).itertext()).split())


def planned(answer: TestResponse) -> str:
    """Return the address of the one inspection that was planned."""
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def codes_of(app: Flask, address: str) -> list[str]:
    """Return the codes of the indicators that an inspection looks at."""
    with app.app_context():
        found = db.session.get_one(Inspection, UUID(address[-36:]))
        codes = [indicator.code for indicator in found.criteria_set.indicators]
        db.session.remove()
    return codes


def concluded(app: Flask, client: Any, world: World, place: str = "An") -> str:
    """Plan, find all and conclude an inspection, and return its address."""
    to = planned(client.send("/inspections", unit=str(world.units[place]), **PLAN))
    for number, code in enumerate(codes_of(app, to)):
        fields = {"result": "met"} if number else UNMET
        assert client.send(f"{to}/findings/{code}", **fields).status_code == 303
    assert client.send(f"{to}/conclusion", **CONCLUSION).status_code == 303
    return to


def test_from_the_plan_to_what_the_commune_did(app: Flask, as_: SignIn, world: World) -> None:
    district, police = as_("district"), as_("police")
    to = planned(district.send("/inspections", id=str(uuid4()), unit=str(world.units["An"]), **PLAN))
    assert "Xã An Kiểm tra cuối năm" in said(district.get("/inspections"))
    for hidden in (to, f"{to}/paper", f"{to}/findings/{COMMUNE_CODE}"):
        assert police.get(hidden).status_code == 404, "the commune sees nothing yet"
    assert "Kiểm tra cuối năm" not in police.get("/inspections").text
    codes = codes_of(app, to)
    early = district.send(f"{to}/conclusion", **CONCLUSION)
    assert early.status_code == 422
    assert f"Còn {len(codes)} chỉ tiêu chưa ghi kết quả." in said(early)
    assert f"{to}/findings/{codes[0]}" in links(early).values()
    assert CONCLUSION["conclusion"] in early.text, "what was typed is kept"
    first = district.send(f"{to}/findings/{codes[0]}", **UNMET)
    assert first.location == f"{to}/findings/{codes[1]}", "one goes on to the next"
    rest = [district.send(f"{to}/findings/{code}", result="met") for code in codes[1:]]
    assert rest[-1].location == to
    assert district.send(f"{to}/conclusion", **CONCLUSION).status_code == 303
    with app.app_context():
        told = select(Notice.unit_id).where(Notice.topic == "inspection-concluded", Notice.subject_id == UUID(to[-36:]))
        assert db.session.scalars(told).all() == [world.units["An"]]
        db.session.remove()
    assert "Có kết luận kiểm tra: Kiểm tra cuối năm (Xã An, " in said(police.get("/notices"))
    page = said(police.get(to))
    for words in (CONCLUSION["conclusion"], "Hai bản chưa họp", "Họp bù ở hai bản", "1 chưa đạt"):
        assert words in page
    assert "Kiểm tra cuối năm" in police.get("/inspections").text
    assert "2 yêu cầu khắc phục sau kiểm tra" in said(police.get("/")), "the cast has one"
    done = police.send(f"{to}/demands/1/completion", done_on=DAY, done_words="Đã họp bù hôm qua")
    assert done.status_code == 303
    assert "Đã làm: Đã họp bù hôm qua" in said(district.get(to))
    assert "Đã họp bù hôm qua" in said(district.get(f"{to}/paper"))
    again = police.send(f"{to}/demands/1/completion", done_on=DAY, done_words="Lần nữa")
    assert again.status_code == 409
    assert "1 yêu cầu khắc phục sau kiểm tra" in said(police.get("/"))


def test_one_plan_makes_an_inspection_of_each_commune_once(app: Flask, as_: SignIn, world: World) -> None:
    id_, district = str(uuid4()), as_("district")
    communes = [str(world.units[name]) for name in ("An", "Bình", "An")]
    for _ in range(2):
        answer = district.post(
            "/inspections", data={"csrf_token": district.token(), "id": id_, "unit": communes, **PLAN}
        )
        assert answer.location == "/inspections"
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(InspectionPlan.id == UUID(id_))) == 1
        assert db.session.scalar(select(func.count()).where(Inspection.plan_id == UUID(id_))) == 2
        db.session.remove()
    for changes in ({"title": "Khác"}, {"unit": communes[:1]}, {"planned_to": DAY}, {"year": str(today().year - 1)}):
        other = district.send("/inspections", **({"id": id_, "unit": communes, **PLAN} | changes))
        assert other.status_code == 409, changes


def test_the_province_plans_too_and_each_keeps_its_own(as_: SignIn, world: World) -> None:
    to = planned(as_("province").send("/inspections", unit=str(world.units["Chung"]), **PLAN))
    assert as_("district2").get(to).status_code == 200, "it reads what is planned below it"
    assert 'id="conclusion-form"' not in as_("district2").get(to).text
    assert as_("district2").send(f"{to}/findings/{COMMUNE_CODE}", result="met").status_code == 404
    assert as_("district").get(to).status_code == 404
    assert as_("province").send(f"{to}/findings/{COMMUNE_CODE}", result="met").status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "", "Ghi tên cuộc kiểm tra."),
        ("title", "x" * 151, "Dài quá"),
        ("title", "Gọi 0912 345 678", "Có số điện thoại."),
        ("planned_from", "", "Chưa điền ngày bắt đầu."),
        ("planned_to", f"{today() - timedelta(days=1)}", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        ("planned_to", "hôm nay", "Ngày chưa đúng."),
        ("year", "1999", "Năm từ 2012"),
        ("set", "", "Chọn một bộ tiêu chí."),
        ("set", "khong-co", "Chọn một bộ tiêu chí."),
        ("set", "sonla-nangcao-2018", "Bộ này không có hiệu lực"),
        ("unit", None, "Chọn ít nhất một xã."),
    ],
)
def test_what_cannot_be_planned_is_told_by_its_field(
    app: Flask, as_: SignIn, world: World, field: str, value: str | None, reason: str
) -> None:
    before = contents(app)
    good = PLAN | {"unit": str(world.units["An"])}
    answer = as_("district").send("/inspections", **(good | {field: value}))
    assert answer.status_code == 422
    assert reason in said(answer)
    assert field == "unit" or (why(answer, field) or "").startswith(reason)
    if field != "title":
        assert typed(answer)["title"] == PLAN["title"]
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize("place", ["Chung", "Na", "Một", "Thử", "x", "999999"])
def test_what_is_no_commune_of_the_district_does_not_exist(app: Flask, as_: SignIn, world: World, place: str) -> None:
    before = contents(app)
    answer = as_("district").send("/inspections", unit=str(world.units.get(place, place)), **PLAN)
    assert answer.status_code == 404
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({}, "result", "Chọn kết quả của chỉ tiêu này."),
        ({"result": "perhaps"}, "result", "Chọn kết quả của chỉ tiêu này."),
        ({"result": "not_applicable"}, "result", "Chỉ tiêu này luôn áp dụng"),
        ({"result": "not_met"}, "words", "Ghi rõ vì sao chưa đạt."),
        ({"result": "met", "words": "Số 014203004567"}, "words", "Có số căn cước"),
        ({"result": "met", "words": "x" * 2001}, "words", "Dài quá"),
        ({"result": "met", "demand": "Họp bù", "due_on": LATER}, "demand", "Chỉ yêu cầu khắc phục khi chưa đạt."),
        ({"result": "not_met", "words": "Thiếu", "demand": "Họp bù"}, "due_on", "Chưa điền ngày phải khắc phục xong."),
        ({"result": "not_met", "words": "Thiếu", "due_on": LATER}, "demand", "Ghi việc phải khắc phục"),
        (UNMET | {"due_on": f"{today() - timedelta(days=1)}"}, "due_on", "Ngày này đã qua."),
        (UNMET | {"due_on": "mai"}, "due_on", "Ngày chưa đúng."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_finding_that_cannot_be_is_told_by_its_field(
    app: Flask, as_: SignIn, world: World, fields: dict[str, str], field: str, reason: str, htmx: bool
) -> None:
    before = contents(app)
    to = f"/inspections/{inspections('planned', world.units)['An']}/findings/{COMMUNE_CODE}"
    answer = as_("district").send(to, htmx=htmx, **fields)
    assert answer.status_code == 422
    assert (why(answer, field) or "").startswith(reason)
    assert all(value[:60] in answer.text for name, value in fields.items() if name in {"words", "demand"})
    assert changed(before, contents(app)) == {}


def test_an_indicator_of_another_set_does_not_exist(as_: SignIn, world: World) -> None:
    to = f"/inspections/{inspections('planned', world.units)['An']}/findings"
    for code in ("4.1a", "1", "x"):
        assert as_("district").get(f"{to}/{code}").status_code == 404
        assert as_("district").send(f"{to}/{code}", result="met").status_code == 404


def test_two_who_write_one_finding_are_both_seen(app: Flask, as_: SignIn, world: World) -> None:
    to = f"/inspections/{inspections('planned', world.units)['An']}/findings/{COMMUNE_CODE}"
    district = as_("district")
    assert district.send(to, **UNMET, version="").status_code == 303
    late = district.send(to, result="met", version="")
    assert (late.status_code, late.headers["Banyen-Reason"]) == (409, "version")
    page = said(late)
    for words in ("vừa ghi chỉ tiêu này", "Hai bản chưa họp", "Chưa đạt"):
        assert words in page
    assert 'name="version" value="1"' in late.text
    assert district.send(to, **UNMET, version="").status_code == 303, "what is so already needs no writing"
    assert district.send(to, result="met", version="1").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Finding.version).where(Finding.result == "met", Finding.version > 1)).all()
        db.session.remove()


def test_what_is_concluded_is_not_changed_but_corrected_beside_it(app: Flask, as_: SignIn, world: World) -> None:
    district = as_("district")
    to = concluded(app, district, world)
    before = contents(app)
    tries = [
        district.send(f"{to}/findings/{COMMUNE_CODE}", result="met", version="1"),
        district.send(f"{to}/conclusion", **CONCLUSION),
        district.send(f"{to}/withdrawal", reason="Nhầm"),
    ]
    assert [answer.status_code for answer in tries] == [409] * 3
    assert changed(before, contents(app)) == {}
    assert district.send(f"{to}/corrections", words="").status_code == 422
    assert district.send(f"{to}/corrections", words="Bản Pa đã họp, ghi nhầm.").status_code == 303
    for who in ("district", "police"):
        page = said(as_(who).get(to))
        assert "Bản Pa đã họp, ghi nhầm." in page
        assert "Hai bản chưa họp" in page, "what was found stays"
    assert as_("police").send(f"{to}/corrections", words="Không đúng").status_code == 403


def test_a_visit_that_is_not_made_is_withdrawn_with_its_reason(as_: SignIn, world: World) -> None:
    district = as_("district")
    to = planned(district.send("/inspections", unit=str(world.units["An"]), **PLAN))
    assert district.send(f"{to}/withdrawal", reason=" ").status_code == 422
    assert district.send(f"{to}/withdrawal", reason="Lũ, đường hỏng").status_code == 303
    assert "Lũ, đường hỏng" in said(district.get(to))
    assert district.send(f"{to}/findings/{COMMUNE_CODE}", result="met").status_code == 409
    assert as_("police").get(to).status_code == 404
    assert "Kiểm tra cuối năm" in district.get("/inspections?state=withdrawn").text
    assert "Kiểm tra cuối năm" not in district.get("/inspections?state=planned").text


def test_a_demand_is_answered_by_its_commune_alone(app: Flask, as_: SignIn, world: World) -> None:
    to = concluded(app, as_("district"), world)
    before = contents(app)
    fields = {"done_on": DAY, "done_words": "Đã họp"}
    assert as_("police2").send(f"{to}/demands/1/completion", **fields).status_code == 404
    assert as_("district").send(f"{to}/demands/1/completion", **fields).status_code == 403
    assert as_("head").send(f"{to}/demands/1/completion", **fields).status_code == 403
    assert as_("police").send(f"{to}/demands/2/completion", **fields).status_code == 404
    ahead = as_("police").send(f"{to}/demands/1/completion", **(fields | {"done_on": LATER}))
    assert "Ngày này chưa tới." in said(ahead)
    part = as_("police").send(f"{to}/demands/1/completion", htmx=True, done_on=DAY, done_words="")
    assert (part.status_code, part.text.lstrip()[:30].count("<section")) == (422, 1)
    assert "Ghi một câu đã làm gì." in said(part)
    assert changed(before, contents(app)) == {}


def test_the_finding_stands_beside_the_communes_own_answer_and_the_records(as_: SignIn, world: World) -> None:
    own, district = world.assessments["An"], as_("district")
    as_("police").send(f"/assessments/{own}/answers/{COMMUNE_CODE}", stance="yes", note="Có nghị quyết")
    to = f"/inspections/{inspections('planned', world.units)['An']}"
    card = said(district.get(f"{to}/findings/{COMMUNE_CODE}"))
    assert "Xã tự đánh giá Đạt" in card
    assert "Có nghị quyết" in card
    district.send(f"{to}/findings/{COMMUNE_CODE}", **UNMET)
    page = district.get(to)
    assert "khác xã tự đánh giá" in said(page)
    assert f"/assessments/{own}" in links(page).values()
    assert "sổ sách:" in said(page)
