"""Giving: to whom, what is refused and kept, reminding once a day, withdrawing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.assessments.models import Assessment
from app.clock import now, today
from app.directives.models import Addressee, Directive, DirectiveKind
from app.extensions import db
from app.notices.models import Notice
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.notices.test_views import unread
from tests.pages import parse, words
from tests.world import World, file, id_of, jpeg

ID = id_of("new directive")


def terms(**changes: Any) -> dict[str, Any]:
    """Return a request that can be given, with some fields changed."""
    due = f"{today() + timedelta(days=7):%Y-%m-%d}"
    good = {"id": str(ID), "kind": "request", "title": "Rà soát nhóm", "words": "Nêu lý do\ntừng nhóm", "due_on": due}
    return {**good, "to": "children", **changes}


def recipients(app: Flask, id_: UUID = ID) -> set[str]:
    """Return the names of the units that a directive went to."""
    with app.app_context():
        rows = select(Unit.name).join(Addressee, Addressee.unit_id == Unit.id).where(Addressee.directive_id == id_)
        found = set(db.session.scalars(rows))
        db.session.remove()
    return found


def faults(text: str) -> dict[str, str]:
    """Return what is said by each field that is wrong."""
    marked = [each for each in parse(text).iter() if "error" in (each.get("class") or "").split()]
    return {
        str(next(part.get("name") for part in each.iter() if part.get("name"))): next(
            words(part) for part in each.iter("p") if part.get("class") == "why"
        )
        for each in marked
    }


@pytest.mark.parametrize(
    ("who", "to", "there"),
    [
        ("police", "children", {"Na", "Pa"}),
        ("district", "children", {"An", "Bình"}),
        ("district", "communes", {"An", "Bình"}),
        ("district", "villages", {"Na", "Pa", "Hạ"}),
        ("province", "children", {"Một", "Hai"}),
        ("province", "communes", {"An", "Bình", "Chung"}),
        ("province", "villages", {"Na", "Pa", "Hạ", "Xa"}),
        ("province", "without-assessment", {"Chung"}),
        ("province", "unsent-assessment", {"An", "Bình", "Chung"}),  # begun is not sent
    ],
)
def test_it_goes_to_all_of_a_level_or_of_a_condition(
    as_: SignIn, app: Flask, who: str, to: str, there: set[str]
) -> None:
    answer = as_(who).send("/directives", **terms(to=to))
    assert (answer.status_code, answer.location) == (303, f"/directives/{ID}")
    assert recipients(app) == there
    with app.app_context():
        told = select(Unit.name).join(Notice, Notice.unit_id == Unit.id).where(Notice.subject_id == ID)
        assert set(db.session.scalars(told)) == there


def test_it_goes_to_the_units_that_are_ticked_wherever_below(as_: SignIn, app: Flask, world: World) -> None:
    units = [str(world.units[name]) for name in ("An", "Hạ", "An")]
    assert as_("district").send("/directives", **terms(to="chosen", unit=units)).status_code == 303
    assert recipients(app) == {"An", "Hạ"}
    said = unread(as_("police").get("/notices").text)[0]
    assert f"Việc được giao, hạn {today() + timedelta(days=7):%d/%m/%Y}: Rà soát nhóm" in said


def test_a_withdrawn_assessment_is_none(as_: SignIn, app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        assessment = db.session.get_one(Assessment, world.assessments["An"])
        assessment.withdrawn_at, assessment.withdrawn_by = now(), world.users["police"]
        db.session.commit()
        db.session.remove()
    assert as_("district").send("/directives", **terms(to="without-assessment")).status_code == 303
    assert recipients(app) == {"An"}


@pytest.mark.parametrize("place", ["Một", "Thử", "Hai", "Chung", "Xa", "nowhere", "words"])
def test_units_that_are_not_below_are_not_there(as_: SignIn, app: Flask, world: World, place: str) -> None:
    before = contents(app)
    strange = {"nowhere": "987654", "words": "An"}.get(place) or str(world.units[place])
    for units in ([strange], [str(world.units["An"]), strange]):
        assert as_("district").send("/directives", **terms(to="chosen", unit=units)).status_code == 404
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"title": ""}, "title", "Chưa ghi tiêu đề."),
        ({"title": "x" * 151}, "title", "Dài quá: nhiều nhất 150 chữ cái và dấu cách."),
        ({"words": " "}, "words", "Chưa ghi nội dung."),
        ({"words": "x" * 5001}, "words", "Dài quá: nhiều nhất 5000 chữ cái và dấu cách."),
        ({"due_on": ""}, "due_on", "Chưa điền hạn."),
        ({"due_on": f"{today() - timedelta(days=1)}"}, "due_on", "Hạn đã qua."),
        ({"due_on": "2999-01-01"}, "due_on", "Hạn xa quá hai năm."),
        ({"due_on": "mai"}, "due_on", "Ngày chưa đúng."),
        ({"kind": "order"}, "kind", "Chọn việc cần làm hoặc hướng dẫn."),
        ({"to": "chosen"}, "unit", "Chưa chọn đơn vị nào."),
        ({"to": "everybody"}, "to", "Chọn gửi cho ai."),
        ({"to": "without-assessment"}, "to", "Bên dưới không có đơn vị nào như vậy."),
        ({"photo": file(b"no photo")}, "photo", "Tệp này không phải ảnh."),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_stored(
    as_: SignIn, app: Flask, wrong: dict[str, Any], field: str, said: str
) -> None:
    before = contents(app)
    answer = as_("district").send("/directives", **terms(**wrong))
    assert answer.status_code == 422
    assert changed(before, contents(app)) == {}
    found = faults(answer.text)
    assert list(found) == [field]
    assert found[field].startswith(said)
    if field != "words":
        assert "Nêu lý do" in answer.text, "what was typed is still there"


def test_several_faults_are_said_together_and_ticks_stay(as_: SignIn, world: World) -> None:
    answer = as_("district").send(
        "/directives", htmx=True, **terms(title="", due_on="", to="chosen", unit=[str(world.units["Na"])])
    )
    assert (answer.status_code, set(faults(answer.text))) == (422, {"title", "due_on"})
    ticked = [
        each for each in parse(answer.text).iter("input") if each.get("name") == "unit" and "checked" in each.attrib
    ]
    assert [each.get("value") for each in ticked] == [str(world.units["Na"])]
    assert "<h1" not in answer.text


def test_a_guidance_has_no_deadline(as_: SignIn, app: Flask) -> None:
    assert as_("police").send("/directives", **terms(kind="guidance", due_on="rubbish")).status_code == 303
    with app.app_context():
        made = db.session.get_one(Directive, ID)
        assert (made.kind, made.due_on) == (DirectiveKind.GUIDANCE, None)
    assert "Hướng dẫn: Rà soát nhóm" in unread(as_("head").get("/notices").text)[0]


def test_the_same_form_twice_is_one_directive(as_: SignIn, app: Flask, world: World) -> None:
    first = as_("police").send("/directives", **terms())
    with_all = [as_("police").send("/directives", **terms()), first]
    assert [(each.status_code, each.location) for each in with_all] == [(303, f"/directives/{ID}")] * 2
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Addressee.directive_id == ID)) == 2
        assert db.session.scalar(select(func.count()).where(Notice.subject_id == ID)) == 2
    for other in (terms(title="Việc khác"), terms(to="chosen", unit=[str(world.units["Na"])])):
        again = as_("police").send("/directives", **other)
        assert (again.status_code, f"/directives/{ID}" in again.text) == (409, True)


def test_a_photo_goes_with_it(as_: SignIn) -> None:
    assert as_("police").send("/directives", **terms(photo=file(jpeg()))).status_code == 303
    assert f'src="/directives/{ID}/photo"' in as_("head").get(f"/directives/{ID}").text
    assert as_("head").get(f"/directives/{ID}/photo").mimetype == "image/jpeg"
    assert as_("head3").get(f"/directives/{ID}/photo").status_code == 404
    assert as_("head").get(f"/directives/{id_of('done directive Na')}/photo").status_code == 404


def test_the_address_may_name_whom_it_is_for(as_: SignIn, world: World) -> None:
    page = parse(as_("district").get(f"/directives/new?unit={world.units['An']}&unit={world.units['Na']}").text)
    checked = {each.get("value") for each in page.iter("input") if "checked" in each.attrib}
    assert {"chosen", str(world.units["An"]), str(world.units["Na"])} <= checked
    page = parse(as_("district").get("/directives/new?to=without-assessment").text)
    assert "without-assessment" in {each.get("value") for each in page.iter("input") if "checked" in each.attrib}


def test_those_that_have_not_done_it_are_reminded_once_a_day(as_: SignIn, app: Flask) -> None:
    assert as_("district").send("/directives", **terms()).status_code == 303
    assert as_("police").send(f"/directives/{ID}/completion", words="Xong").status_code == 303
    district = as_("district")
    assert "Nhắc 1 đơn vị chưa xong" in district.get(f"/directives/{ID}").text
    assert district.send(f"/directives/{ID}/reminders").status_code == 303
    page = district.get(f"/directives/{ID}").text
    assert "Đã nhắc 1 đơn vị." in page
    assert "Hôm nay đã nhắc các đơn vị chưa xong." in page
    again = district.send(f"/directives/{ID}/reminders")
    assert (again.status_code, "Hôm nay đã nhắc rồi." in again.text) == (409, True)
    assert "Nhắc làm, hạn" in unread(as_("police2").get("/notices").text)[0]
    assert "Nhắc làm" not in as_("police").get("/notices").text
    with app.app_context():  # the day after
        begin_writing()
        for notice in db.session.scalars(select(Notice).where(Notice.topic == "directive-reminder")):
            notice.about_on -= timedelta(days=1)
        db.session.commit()
        db.session.remove()
    assert district.send(f"/directives/{ID}/reminders").status_code == 303


def test_where_all_have_done_it_nobody_is_reminded(as_: SignIn) -> None:
    answer = as_("district").send(f"/directives/{id_of('done directive An')}/reminders")
    assert (answer.status_code, "không cần nhắc" in answer.text) == (409, True)


def test_of_a_guidance_those_are_reminded_that_have_not_read_it(as_: SignIn) -> None:
    assert as_("district").send("/directives", **terms(kind="guidance")).status_code == 303
    assert as_("police").send(f"/directives/{ID}/reading").status_code == 303
    assert "Nhắc 1 đơn vị chưa đọc" in as_("district").get(f"/directives/{ID}").text


def test_withdrawing_is_final_told_and_asks_nothing_any_more(as_: SignIn) -> None:
    district = as_("district")
    assert district.send("/directives", **terms()).status_code == 303
    assert "Rà soát nhóm" in as_("police").get("/").text
    refused = district.send(f"/directives/{ID}/withdrawal", reason=" ")
    assert (refused.status_code, "Ghi một câu vì sao rút." in refused.text) == (422, True)
    assert district.send(f"/directives/{ID}/withdrawal", reason="Gửi nhầm").status_code == 303
    page = as_("police").get(f"/directives/{ID}").text
    assert "Gửi nhầm" in page
    assert "completion-form" not in page
    assert "Rà soát nhóm" not in as_("police").get("/").text
    assert "Đã rút, không phải làm nữa: Rà soát nhóm" in unread(as_("police").get("/notices").text)[0]
    for verb in ("withdrawal", "reminders"):
        assert district.send(f"/directives/{ID}/{verb}", reason="Lại").status_code == 409
    assert as_("police").send(f"/directives/{ID}/completion", words="Xong").status_code == 409


def test_only_the_unit_that_gave_it_keeps_it(as_: SignIn) -> None:
    assert as_("district").send("/directives", **terms()).status_code == 303
    for who, status in (("province", 404), ("district2", 404), ("police", 404), ("head", 403), ("admin", 403)):
        for verb in ("reminders", "withdrawal"):
            assert as_(who).send(f"/directives/{ID}/{verb}", reason="Rút").status_code == status
