"""The course of an assessment as its people meet it: begun, answered beside the records, planned, made ready."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.assessments.models import Answer, Assessment, Remedy
from app.clock import today
from app.criteria.models import CriteriaSet
from app.extensions import db
from tests.assessments.begun import LETTER, begun, said
from tests.conftest import SignIn
from tests.world import World, file, id_of

YEAR = today().year
# Every indicator of the letter's set, answered so that all are met; the records of the cast say otherwise of some.
ALL_MET = {
    **{code: {"stance": "yes"} for code in "136789"},
    **{code: {"part-0": "2", "whole-0": "2"} for code in "245"},
}


def rows(app: Flask, model: Any) -> list[Any]:
    """Return what is stored."""
    with app.app_context():
        found = db.session.scalars(select(model)).all()
        db.session.expunge_all()
        db.session.remove()
    return list(found)


def test_begun_once_for_a_unit_a_set_and_a_period(as_: SignIn, world: World) -> None:
    client = as_("police")
    first = begun(client, world.units["An"])
    again = client.send("/assessments", unit=str(world.units["An"]), id=str(uuid4()), **LETTER)
    assert again.status_code == 422
    assert "đã có bản tự đánh giá theo bộ này" in said(again)
    assert f'href="{first}"' in again.text
    assert client.send(f"{first}/withdrawal", reason="Lập nhầm năm").status_code == 303
    assert begun(client, world.units["An"]) != first
    assert client.send(f"{first}/answers/1", stance="yes").status_code == 423


@pytest.mark.parametrize(("set_", "year", "field"), [
    ("sonla-nangcao-2018", "2021", "Bộ này không có hiệu lực"), ("antt-tt23-2012", "2023", "Bộ này không có hiệu lực"),
    ("antt-tt124-2021", "2021", "Bộ này không có hiệu lực"), ("antt-tt124-2021", str(YEAR + 2), "Năm từ 2012"),
    ("nothing", "2020", "Chọn một bộ tiêu chí"), ("sonla-nangcao-2018", "nămnay", "Chỉ gõ chữ số"),
])  # fmt: skip
def test_a_period_outside_the_sets_validity(
    app: Flask, as_: SignIn, world: World, set_: str, year: str, field: str
) -> None:
    before = len(rows(app, Assessment))
    answer = as_("police").send("/assessments", unit=str(world.units["An"]), set=set_, year=year)
    assert answer.status_code == 422
    assert field in said(answer)
    assert len(rows(app, Assessment)) == before


def test_the_version_that_judges_is_in_use_from_then_on(app: Flask, as_: SignIn, world: World) -> None:
    begun(as_("police"), world.units["An"])
    used = {one.code: one.used_at is not None for one in rows(app, CriteriaSet) if one.unit_kind == "commune"}
    assert used == {
        "sonla-nangcao-2018": True, "antt-tt124-2021": True, "antt-tt23-2012": False, "ntm-19.2-2016": False,
    }  # fmt: skip


@pytest.mark.parametrize(("code", "fields", "why"), [
    ("2", {"part-0": "3", "whole-0": "2"}, "Số đạt nhiều hơn tổng số."),
    ("2", {"part-0": "0", "whole-0": "0"}, "Tổng số phải lớn hơn 0."),
    ("2", {"part-0": "1"}, "Chưa ghi tổng số."),
    ("2", {}, "Chưa trả lời chỉ tiêu này."),
    ("2", {"part-0": "-1", "whole-0": "2"}, "Số từ 0 đến"),
    ("2", {"part-0": "1.5", "whole-0": "2"}, "Chỉ gõ chữ số"),
    ("1", {"stance": "not_applicable"}, "Chưa trả lời chỉ tiêu này."),
    ("1", {"stance": "yes", "records": "registrations/00000000-0000-4000-8000-000000000000"}, "không phải của đơn vị"),
    ("1", {"stance": "yes", "note": "gọi 0912 345 678"}, "Có số điện thoại."),
    ("3", {"stance": "no", "waive-0": "y"}, "Sổ sách không ghi xã có đường biên giới."),
])  # fmt: skip
def test_an_impossible_answer_is_told_by_its_field_and_kept_on_the_page(
    app: Flask, as_: SignIn, world: World, code: str, fields: dict[str, str], why: str
) -> None:
    client = as_("police")
    place, before = begun(client, world.units["An"]), len(rows(app, Answer))
    answer = client.send(f"{place}/answers/{code}", **{"note": "Ghi chú giữ lại", **fields})
    assert answer.status_code == 422
    assert why in said(answer)
    assert ("Ghi chú giữ lại" in answer.text) is ("note" not in fields)
    assert len(rows(app, Answer)) == before


def test_evidence_of_another_unit_is_refused_and_ones_own_is_linked(as_: SignIn, world: World) -> None:
    client = as_("police")
    place = begun(client, world.units["An"])
    theirs, own = (f"registrations/{world.registrations[name]}" for name in ("Bình", "An"))
    assert client.send(f"{place}/answers/1", stance="yes", records=theirs).status_code == 422
    assert client.send(f"{place}/answers/1", stance="yes", records=own).status_code == 303
    assert f'href="/{own}"' in client.get(f"{place}/answers/1").text


def test_an_indicator_of_another_set_is_none(as_: SignIn, world: World) -> None:
    client = as_("police")
    place = begun(client, world.units["An"])
    for address in (f"{place}/answers/5.1a", f"{place}/remedies/new?code=5.1a"):
        assert client.get(address).status_code == 404
    assert client.send(f"{place}/answers/5.1a", stance="yes").status_code == 404
    assert client.send(f"{place}/remedies", code="5.1a", words="Họp").status_code == 404


def test_a_border_commune_that_is_a_hotspot_meets_the_indicator_by_its_waiver(as_: SignIn, world: World) -> None:
    district, client, unit = as_("district"), as_("police"), str(world.units["An"])
    place = begun(client, world.units["An"])
    hotspot = {"list_name": "security", "since": "2019-01-01"}
    assert district.send("/hotspots", unit=unit, **hotspot).status_code == 303
    assert client.send(f"{place}/answers/3", stance="no").status_code == 303
    assert "Chưa đạt" in said(client.get(f"{place}/answers/3"))
    assert district.send("/borders", unit=unit, since="1990-01-01").status_code == 303
    assert client.send(f"{place}/answers/3", **{"stance": "no", "waive-0": "y", "version": "1"}).status_code == 303
    shown = said(client.get(f"{place}/answers/3"))
    assert "được miễn" in shown
    assert "khác sổ sách" not in shown


def test_somebody_elses_answer_meanwhile_stands_beside_and_nothing_is_lost(as_: SignIn, world: World) -> None:
    client = as_("police")
    place = begun(client, world.units["An"])
    assert client.send(f"{place}/answers/7", stance="yes", note="Lần một").status_code == 303
    late = client.send(f"{place}/answers/7", stance="no", note="Lần hai")
    assert (late.status_code, late.headers["Banyen-Reason"]) == (409, "version")
    assert "Lần một" in late.text
    assert "Lần hai" in late.text
    assert 'name="version" value="1"' in late.text
    assert client.send(f"{place}/answers/7", stance="no", note="Lần hai", version="1").status_code == 303


def test_complete_means_answered_explained_and_planned(as_: SignIn, world: World) -> None:
    client = as_("police")
    place = begun(client, world.units["An"])
    nothing = client.send(f"{place}/submission")
    assert nothing.status_code == 422
    assert said(nothing).count("chưa trả lời") >= 9
    for code, fields in ALL_MET.items():
        assert client.send(f"{place}/answers/{code}", **fields).status_code == 303
    # The records of 2020 know of no recognition, no convention: what is claimed there must be explained.
    refused = client.send(f"{place}/submission", htmx=True)
    assert refused.status_code == 422
    summary = refused.text.partition("data-error-summary")[2].partition("</ul>")[0]
    gaps = [code for code in ALL_MET if f'href="{place}/answers/{code}"' in summary]
    assert gaps == ["1", "2", "4"]
    for code in gaps:
        note = {**ALL_MET[code], "note": "Quyết định chưa nhập", "version": "1"}
        assert client.send(f"{place}/answers/{code}", **note).status_code == 303
    assert client.send(f"{place}/answers/8", stance="no", version="1").status_code == 303
    unplanned = client.send(f"{place}/submission")
    assert unplanned.status_code == 422
    assert f'href="{place}/remedies/new?code=8"' in unplanned.text
    plan = {"code": "8", "words": "Họp giao ban", "post": "police_chief"}
    assert client.send(f"{place}/remedies", due_on=f"{YEAR + 1}-01-01", **plan).status_code == 422
    assert client.send(f"{place}/remedies", due_on=f"{today():%Y-%m-%d}", **plan).status_code == 303
    assert client.send(f"{place}/submission").status_code == 303


def test_ready_is_frozen_until_it_is_opened_again(as_: SignIn, world: World) -> None:
    client = as_("police")
    place = begun(client, world.units["An"])
    for code, fields in ALL_MET.items():
        client.send(f"{place}/answers/{code}", **{**fields, "note": "Có văn bản"})
    assert client.send(f"{place}/submission").status_code == 303
    assert "đã gửi" in said(client.get(place))
    frozen = client.send(f"{place}/answers/1", key=str(uuid4()), stance="no", version="1")
    assert (frozen.status_code, frozen.headers["Banyen-Reason"]) == (423, "sealed")
    assert 'id="answer-form"' not in client.get(f"{place}/answers/1").text
    assert client.send(f"{place}/submission").status_code == 303  # twice is once
    assert client.send(f"{place}/reopening").status_code == 303
    assert client.send(f"{place}/answers/1", stance="no", version="1", note="Có văn bản").status_code == 303
    assert "Chưa đạt" in said(client.get(place))


@pytest.mark.parametrize(("fields", "why"), [
    ({"due_on": f"{YEAR}-01-01"}, "Ngày này đã qua." if today().strftime("%m-%d") != "01-01" else ""),
    ({"due_on": f"{YEAR + 1}-01-01"}, "Phải xong trong năm"), ({"due_on": ""}, "Chưa điền ngày phải xong."),
    ({"words": ""}, "Chưa ghi việc sẽ làm."), ({"post": "nobody"}, "Chọn chức vụ"),
    ({"words": "x" * 1001}, "Dài quá"), ({"words": "Gặp 038095001234"}, "Có số căn cước"),
])  # fmt: skip
def test_a_remedy_that_cannot_be_is_told_by_its_field(
    app: Flask, as_: SignIn, world: World, fields: dict[str, str], why: str
) -> None:
    plan = {"code": "5.1a", "words": "Họp", "post": "chair", "due_on": f"{today():%Y-%m-%d}"}
    before = len(rows(app, Remedy))
    answer = as_("police").send(f"/assessments/{world.assessments['An']}/remedies", **{**plan, **fields})
    assert answer.status_code == 422
    assert why in said(answer)
    assert len(rows(app, Remedy)) == before


def test_a_remedy_is_followed_and_done(as_: SignIn, world: World) -> None:
    client, place = as_("police"), f"/remedies/{world.remedies['An']}"
    assert client.send(f"{place}/notes", noted_on=f"{today():%Y-%m-%d}", words="Đã họp").status_code == 303
    assert client.send(f"{place}/completion", done_on=f"{today():%Y-%m-%d}", done_words="Xong").status_code == 303
    assert client.send(f"{place}/completion", done_on=f"{today():%Y-%m-%d}", done_words="Xong").status_code == 409
    shown = said(as_("district").get(place))
    assert "Đã họp" in shown
    assert "Xong" in shown
    again = {"words": "Khác", "post": "chair", "due_on": f"{YEAR}-12-31", "version": "2", "code": "5.1a"}
    assert client.send(place, **again).status_code == 409


@pytest.mark.parametrize(("act", "on", "why"), [
    ("notes", "noted_on", "words"), ("completion", "done_on", "done_words"),
])  # fmt: skip
def test_a_remedy_is_followed_from_its_period_on_and_not_once_the_assessment_is_withdrawn(
    as_: SignIn, world: World, act: str, on: str, why: str
) -> None:
    client, place = as_("police"), f"/remedies/{world.remedies['An']}"
    early = client.send(f"{place}/{act}", **{on: f"{YEAR - 3}-01-01", why: "Xong"})
    assert early.status_code == 422
    assert "Ngày này trước kỳ đánh giá" in said(early)
    assert client.send(f"/assessments/{world.assessments['An']}/withdrawal", reason="Lập nhầm").status_code == 303
    late = client.send(f"{place}/{act}", **{on: f"{today()}", why: "Xong"})
    assert (late.status_code, late.headers["Banyen-Reason"]) == (423, "sealed")
    assert f'action="{place}/{act}"' not in client.get(place).text


def test_the_same_remedy_sent_twice_is_one(app: Flask, as_: SignIn, world: World) -> None:
    client, place = as_("police"), f"/assessments/{world.assessments['An']}/remedies"
    plan = {"code": "5.1a", "words": "Họp", "post": "chair", "due_on": f"{today():%Y-%m-%d}", "id": str(id_of("new"))}
    key, before = str(uuid4()), len(rows(app, Remedy))
    answers = [client.send(place, key=key, **plan).status_code for _ in range(2)]
    assert answers == [201, 200]
    assert len(rows(app, Remedy)) == before + 1


def test_those_above_see_how_far_the_units_directly_below_are(as_: SignIn) -> None:
    """A commune counts with its villages: An has its own, Na's and Pa's; Bình its own and Hạ's."""
    district, province = (said(as_(who).get("/assessments")) for who in ("district", "province"))
    assert "Xã An0/3 bản đã gửi Xã Bình0/2 bản đã gửi" in district
    assert "Bản Na" not in district
    assert "Huyện Một0/5 bản đã gửi" in province
    assert "Huyện Hai" not in province


@pytest.mark.parametrize(("fields", "status", "why", "reason"), [
    ({"photo": file(b"no photo")}, 422, "Tệp này không phải ảnh.", None),
    ({"upload": str(id_of("nothing arrived")), "hash": "0" * 64}, 422, "", "incomplete"),
])  # fmt: skip
def test_a_photo_that_is_none_is_told_by_its_field(
    as_: SignIn, world: World, fields: dict[str, Any], status: int, why: str, reason: str | None
) -> None:
    place = f"/assessments/{world.assessments['Na']}/answers/4.1a/photos"
    refused = as_("head").send(place, key=str(uuid4()), **fields)
    assert (refused.status_code, refused.headers.get("Banyen-Reason")) == (status, reason or "invalid")
    assert why in said(refused)


def test_an_answer_to_what_nobody_answered_may_name_any_version(as_: SignIn, world: World) -> None:
    client = as_("police")
    place = begun(client, world.units["An"])
    assert client.send(f"{place}/answers/7", stance="yes", version="5").status_code == 303
    assert "Đạt" in said(client.get(f"{place}/answers/7"))
