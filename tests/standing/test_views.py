"""Records of standing as each person meets them: entering, seeing, editing, ending, withdrawing; who may not."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.audit.models import AuditEvent
from app.clock import today
from app.extensions import db
from app.standing.kinds import BY_PATH, KINDS, Lasting
from app.standing.models import Convention, Force, Hotspot, HotspotNote, Recognition, Registration
from tests.conftest import SignIn
from tests.pages import parse
from tests.standing.filled import FILLED
from tests.world import World, file, jpeg

YEAR = today().year
LAST = YEAR - 1
OF_VILLAGES = {"registrations", "conventions", "recognitions", "forces"}
OF_COMMUNES = set(FILLED) - {"conventions"}
GRANTED = set(FILLED) - {"registrations", "conventions"}


def entered(answer: TestResponse) -> UUID:
    """Return the id of the record to which an answer leads."""
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rsplit("/", 1)[1])


def stored(app: Flask, model: Any, id_: UUID) -> Any:
    """Return what is stored of a record, apart from any session."""
    with app.app_context():
        found = db.session.get_one(model, id_)
        values = {column.key: getattr(found, column.key) for column in model.__table__.columns}
        db.session.remove()
    return values


def said(page: TestResponse) -> str:
    """Return the text of a page, its spaces joined."""
    return " ".join(" ".join(parse(page.text).itertext()).split())


@pytest.mark.parametrize("path", sorted(FILLED))
@pytest.mark.parametrize(("who", "place"), [
    ("head", "Na"), ("head", "Pa"), ("police", "Na"), ("police", "An"), ("police", "Hạ"), ("district", "An"),
    ("district", "Na"), ("district", "Chung"), ("province", "Một"), ("admin", "An"),
])  # fmt: skip
def test_each_kind_is_entered_by_those_it_is_meant_for(
    as_: SignIn, world: World, path: str, who: str, place: str
) -> None:
    answer = as_(who).send(f"/{path}", unit=str(world.units[place]), id=str(uuid4()), **FILLED[path])
    own = (who, place) == ("head", "Na") and path not in GRANTED
    commune = (who, place) == ("police", "Na") and path in OF_VILLAGES
    district = (who, place) == ("district", "An") and path in OF_COMMUNES
    if own or commune or district:
        id_ = entered(answer)
        shown = as_(who).get(f"/{path}/{id_}")
        assert shown.status_code == 200
        assert as_("head2").get(f"/{path}/{id_}").status_code == 404
        assert as_("district").get(f"/{path}/{id_}").status_code == 200
    else:
        assert answer.status_code == (403 if who == "admin" else 404)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_record_can_be_edited_photographed_ended_and_withdrawn(
    app: Flask, as_: SignIn, world: World, kind: Any
) -> None:
    who, place = ("police", "Na") if kind.path in OF_VILLAGES else ("district", "An")
    client, fields = as_(who), FILLED[kind.path]
    id_ = entered(client.send(f"/{kind.path}", unit=str(world.units[place]), **fields))
    to = f"/{kind.path}/{id_}"
    page = client.get(f"{to}/edit")
    assert 'name="version" value="1"' in page.text
    assert client.send(to, **(fields | {"note": "Đã xem lại", "version": "1"})).status_code == 303
    assert client.send(f"{to}/photo", photo=file(jpeg("navy"))).status_code == 303
    assert client.get(f"{to}/photo").mimetype == "image/jpeg"
    events = [f"{kind.name}:{verb}" for verb in ("declare", "edit", "photo")]
    ended = client.send(f"{to}/end", until=f"{today()}", end_reason="Đã chuyển hoá")
    assert ended.status_code == (303 if kind.lasting is Lasting.SPAN else 404)
    events += [f"{kind.name}:end"] if kind.lasting is Lasting.SPAN else []
    assert client.send(f"{to}/withdrawal", reason="Nhập nhầm đơn vị").status_code == 303
    events.append(f"{kind.name}:withdraw")
    shown = said(client.get(to))
    assert "Nhập nhầm đơn vị" in shown
    assert "Đã xem lại" in shown
    assert client.get(f"{to}/edit").status_code == 303
    assert client.send(to, **(fields | {"note": "Sau khi rút", "version": "9"})).status_code == 409
    with app.app_context():
        rows = select(AuditEvent.action).where(AuditEvent.subject_id == str(id_)).order_by(AuditEvent.id)
        assert db.session.scalars(rows).all() == events
        fields_named = select(AuditEvent.fields).where(
            AuditEvent.subject_id == str(id_), AuditEvent.action == events[1]
        )
        assert db.session.scalars(fields_named).one() == ["note"]


def test_a_village_says_what_holds_what_was_and_what_is_missing(as_: SignIn, world: World) -> None:
    head, address = as_("head"), f"/units/{world.units['Na']}/standing"
    assert head.get("/standing").location == address
    page = said(head.get(address))
    for words in (
        f"Năm {YEAR}: đăng ký ngày 01/01/{YEAR}",
        f"Áp dụng từ 15/03/{LAST}",
        "3 trên 4 hộ",
        "có ảnh văn bản",
    ):
        assert words in page
    assert "Thêm quyết định công nhận" not in page, "it is not for the village to say"
    id_ = world.registrations["Na"]
    head.send(f"/registrations/{id_}/withdrawal", reason="Ghi sai")
    page = said(head.get(address))
    assert f"Chưa ghi đăng ký năm {YEAR}." in page
    assert "Trước đây: 1 bản ghi" in page
    head.send("/registrations", year=str(YEAR), registered_on=f"{today()}")
    assert f"Chưa ghi đăng ký năm {YEAR}." not in said(head.get(address))


def test_a_commune_shows_its_villages_with_their_marks(as_: SignIn, world: World) -> None:
    page = said(as_("police").get(f"/units/{world.units['An']}/standing"))
    assert "Bản Na đã đăng ký có quy ước" in page
    assert f"Trọng điểm về trật tự, an toàn xã hội từ 15/03/{LAST}" in page
    assert "Đưa vào danh sách trọng điểm" not in page, "the district says so"
    assert "Đưa vào danh sách trọng điểm" in said(as_("district").get(f"/units/{world.units['An']}/standing"))
    assert "Xã An đã đăng ký trọng điểm" in said(as_("district").get(f"/units/{world.units['Một']}/standing"))


def test_the_unit_page_and_the_menu_lead_there(as_: SignIn, world: World) -> None:
    text = as_("head").get(f"/units/{world.units['Na']}").text
    assert f'href="/units/{world.units["Na"]}/standing"' in text
    assert 'href="/standing"' in text
    assert "/standing" not in as_("admin").get(f"/units/{world.units['Na']}").text


def test_two_edits_at_once_are_both_seen(app: Flask, as_: SignIn, world: World) -> None:
    to, fields = f"/registrations/{world.registrations['Na']}", {"year": str(YEAR), "registered_on": f"{YEAR}-01-01"}
    assert as_("police").send(to, **fields, document_number="15", version="1").status_code == 303
    late = as_("head").send(to, **fields, document_number="16", version="1")
    assert late.status_code == 409
    page = said(late)
    assert "Cán bộ police vừa sửa bản ghi này" in page
    assert "Số văn bản 15 16" in page
    assert 'name="version" value="2"' in late.text
    assert stored(app, Registration, world.registrations["Na"])["document_number"] == "15"
    assert as_("head").send(to, **fields, document_number="16", version="2").status_code == 303


def test_the_same_twice_is_refused_and_leads_to_the_first(as_: SignIn, world: World) -> None:
    again = as_("head").send("/registrations", year=str(YEAR), registered_on=f"{YEAR}-01-01", note="Lần nữa")
    assert again.status_code == 422
    assert f"/registrations/{world.registrations['Na']}" in again.text
    assert "Đã có bản ghi như vậy rồi." in again.text
    assert "Lần nữa" in again.text
    fields = {"list_name": "order", "since": f"{LAST}-01-01"}
    over = as_("district").send("/hotspots", unit=str(world.units["An"]), **fields)
    assert over.status_code == 422, "it stands on that list since March"
    other = as_("district").send("/hotspots", unit=str(world.units["An"]), **(fields | {"list_name": "security"}))
    assert other.status_code == 303


def test_a_recognition_of_another_year_or_by_another_circular_is_another(as_: SignIn, world: World) -> None:
    police, fields = as_("police"), FILLED["recognitions"] | {"unit": str(world.units["Na"])}
    assert police.send("/recognitions", **fields).status_code == 303
    assert police.send("/recognitions", **(fields | {"result": "refused"})).status_code == 422
    assert police.send("/recognitions", **(fields | {"basis": "tt23"})).status_code == 303
    assert police.send("/recognitions", **(fields | {"year": str(LAST - 1)})).status_code == 303


def test_a_hotspot_has_notes_and_what_its_conversion_came_to(app: Flask, as_: SignIn, world: World) -> None:
    district, to = as_("district"), f"/hotspots/{world.hotspots['An']}"
    assert district.send(f"{to}/notes", noted_on=f"{today()}", words="Đã họp dân").status_code == 303
    assert "Đã họp dân" in said(as_("police").get(to))
    assert as_("police").send(f"{to}/notes", noted_on=f"{today()}", words="x").status_code == 404
    early = district.send(f"{to}/end", until=f"{LAST}-03-15", end_reason="Ổn định")
    assert early.status_code == 422
    assert district.send(f"{to}/end", until=f"{today()}", end_reason="Ổn định").status_code == 303
    assert stored(app, Hotspot, world.hotspots["An"])["until"] == today()
    page = said(district.get(f"/units/{world.units['An']}/standing"))
    assert "Không trong danh sách trọng điểm nào." in page
    assert "Ổn định" in said(district.get(to))
    with app.app_context():
        assert db.session.scalars(select(HotspotNote.words)).all() == ["Đã họp dân"]


def test_the_list_of_a_kind_shows_the_rows_behind_a_figure(as_: SignIn, world: World) -> None:
    commune = said(as_("police").get("/registrations"))
    assert "2 trên 2 bản đã đăng ký" in commune
    district = as_("district").get(f"/registrations?unit={world.units['Một']}&level=village")
    assert "3 trên 3 bản đã đăng ký" in said(district)
    assert f"unit={world.units['An']}" in district.text
    before = as_("district").get(f"/registrations?unit={world.units['Một']}&level=village&year={LAST}")
    assert "0 trên 3 bản đã đăng ký" in said(before)
    assert "1 trên 2 xã trọng điểm" in said(as_("district").get("/hotspots"))
    later = f"{today() - timedelta(days=800)}"
    assert "0 trên 2 xã trọng điểm" in said(as_("district").get(f"/hotspots?on={later}"))
    assert as_("district").get(f"/hotspots?unit={world.units['Chung']}").status_code == 404


def test_a_provisional_rating_is_marked_and_nobody_disciplined_is_nought(app: Flask, as_: SignIn, world: World) -> None:
    fields = FILLED["forces"] | {"rating_state": "provisional", "unit": str(world.units["Na"])}
    id_ = entered(as_("police").send("/forces", **fields))
    assert "(tạm xếp)" in said(as_("head").get(f"/forces/{id_}"))
    kept = stored(app, Force, id_)
    assert (kept["reprimanded"], kept["warned_or_more"], kept["headcount"]) == (0, 0, 5)


def test_what_was_sent_from_a_phone_is_in_force_from_the_day_it_was_typed(app: Flask, as_: SignIn) -> None:
    day = date(LAST, 12, 31)
    fields = {"year": str(LAST), "registered_on": f"{day}", "captured_at": f"{YEAR}-01-02T03:00:00Z"}
    id_ = entered(as_("head").send("/registrations", **fields))
    assert stored(app, Registration, id_)["registered_on"] == day


def test_who_sees_several_units_chooses_one(as_: SignIn, world: World) -> None:
    police = as_("police")
    page = police.get("/conventions/new")
    assert [f"Bản {name}" in page.text for name in ("Na", "Pa", "Hạ")] == [True, True, False]
    none = police.send("/conventions", **FILLED["conventions"])
    assert none.status_code == 422
    assert "Chọn đơn vị." in none.text
    assert police.send("/conventions", unit=str(world.units["Pa"]), **FILLED["conventions"]).status_code == 303


@pytest.mark.parametrize("ticked", ["y", None])
def test_a_convention_ends_the_one_that_it_replaces_the_same_day(
    app: Flask, as_: SignIn, world: World, ticked: str | None
) -> None:
    police, first = as_("police"), world.conventions["Na"]
    assert stored(app, Convention, first)["until"] is None
    new = {"adopted_on": f"{today()}", "since": f"{today()}", "replaces": ticked}
    id_ = entered(police.send("/conventions", unit=str(world.units["Na"]), **new))
    former = stored(app, Convention, first)
    assert former["until"] == (today() if ticked else None)
    assert ("Có quy ước mới thay" in (former["end_reason"] or "")) is bool(ticked)
    assert stored(app, Convention, id_)["until"] is None


def test_each_form_waits_in_the_outbox_with_its_words(as_: SignIn, world: World) -> None:
    for path in FILLED:
        who, place = ("police", "Na") if path in OF_VILLAGES else ("district", "An")
        page = parse(as_(who).get(f"/{path}/new?unit={world.units[place]}").text)
        [form] = [form for form in page.iter("form") if form.get("id") == "standing-form"]
        assert form.get("data-outbox")
        assert form.get("data-next") == f"/units/{world.units[place]}/standing"
        assert form.get("data-photo-path") == f"/{path}/{{id}}/photo"
    for path, id_ in (("conventions", world.conventions["Na"]), ("registrations", world.registrations["Na"])):
        forms = list(parse(as_("head").get(f"/{path}/{id_}").text).iter("form"))
        own = [form for form in forms if (form.get("action") or "").startswith(f"/{path}")]
        assert len(own) == (3 if path == "conventions" else 2)
        assert all(form.get("data-outbox") and form.get("data-about") for form in own)


def test_all_that_is_written_is_of_a_known_kind() -> None:
    assert set(FILLED) == set(BY_PATH)
    assert {kind.model for kind in KINDS} >= {Convention, Recognition, Registration}
