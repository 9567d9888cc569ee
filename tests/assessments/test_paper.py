"""An assessment on paper: the Word document read back, the page to print, who gets them, what typed text cannot do."""

from dataclasses import fields
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from docx import Document
from docxtpl import DocxTemplate
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.assessments.claims import Claim
from app.assessments.models import Answer, Assessment, Post
from app.assessments.operations.answering import AnswerTerms, answer
from app.assessments.operations.course import begin, withdraw
from app.assessments.operations.planning import RemedyTerms, finish, plan
from app.assessments.paper import Paper
from app.assessments.word import LAYOUT, MEDIA_TYPE
from app.audit.models import AuditEvent
from app.clock import today
from app.criteria.evaluation import IndicatorTest
from app.criteria.models import CriteriaSet
from app.extensions import db
from app.units.models import Unit
from app.web.filters import day
from app.web.transaction import begin_writing
from tests.client import Client
from tests.conftest import SignIn
from tests.pages import parse
from tests.world import World, id_of

YEAR = today().year - 1  # the cast has assessments of this year
DUE = today() + timedelta(days=1)
NOTE = "Chưa họp dân.\nSẽ họp. {{ 7*7 }} {% if x %} <b>&</b> ]]> </w:t> {{ paper.__class__ }}"
TASK = "Họp bản, lập <kế hoạch> & ghi {{ 7*7 }}"


@pytest.fixture
def begun(app: Flask, world: World) -> UUID:
    """An's assessment: the first indicator unmet, with a plan that waits and one that is done; the second met."""
    with app.app_context():
        begin_writing()
        by = db.session.get_one(User, world.users["police"])
        rules = db.session.get_one(CriteriaSet, world.sets["antt-tt124-2021/commune"])
        made = begin(id_of("paper of An"), db.session.get_one(Unit, world.units["An"]), rules, YEAR, by=by)
        unmet, met = [each for each in rules.indicators if each.test is IndicatorTest.YES_NO][:2]
        answer(made, unmet, AnswerTerms(Claim(yes=False), NOTE), version=0, by=by)
        answer(made, met, AnswerTerms(Claim(yes=True)), version=0, by=by)
        plan(id_of("remedy"), made, unmet, RemedyTerms(TASK, Post.CHAIR, DUE, "Hội Phụ nữ xã"), by=by)
        done = plan(id_of("remedy 2"), made, unmet, RemedyTerms("Ra nghị quyết", Post.POLICE_CHIEF, DUE), by=by)
        finish(done, today(), "Nghị quyết số 12", by=by)
        db.session.commit()
        db.session.remove()
    return id_of("paper of An")


def opened(client: Client, assessment_id: UUID) -> Any:
    """Return the Word document as python-docx reads it."""
    sent = client.get(f"/assessments/{assessment_id}/document")
    assert sent.status_code == 200
    assert sent.mimetype == MEDIA_TYPE
    return Document(BytesIO(sent.data))


def table(document: Any, head: str) -> list[list[str]]:
    """Return the rows of the document's table in whose heads that word stands, without the heads."""
    found = [each for each in document.tables if head in [cell.text for cell in each.rows[0].cells]]
    return [[cell.text for cell in row.cells] for row in found[0].rows[1:]]


def words(document: Any) -> str:
    """Return all text of the document's body, in order."""
    return "\n".join("".join(part.itertext()) for part in document.element.body.iter(f"{{{W}}}p"))


def headers(document: Any) -> str:
    return "".join(each.text for each in document.sections[0].header.paragraphs)


def change(app: Flask, model: Any, id_: Any, **values: Any) -> None:
    with app.app_context():
        begin_writing()
        found = db.session.get_one(model, id_)
        for name, value in values.items():
            setattr(found, name, value)
        db.session.commit()
        db.session.remove()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_the_document_looks_like_a_report_of_the_unit(as_: SignIn, begun: UUID) -> None:
    said = words(opened(as_("police"), begun))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "HUYỆN MỘT", "XÃ AN", "Số: ……/BC-……",
        "ngày …… tháng …… năm", "BÁO CÁO",
        'Tự đánh giá: Xã đạt tiêu chuẩn "An toàn về an ninh, trật tự" (Thông tư 124)',
        f"Kỳ 16/11/{YEAR - 1} đến 15/11/{YEAR}", "Căn cứ: Thông tư 124/2021/TT-BCA",
        "Nơi nhận:", "- Huyện Một;", "CHỦ TỊCH UỶ BAN NHÂN DÂN XÃ", "Ký, ghi rõ họ tên",
    ):  # fmt: skip
        assert part in said
    assert "{" not in said.replace(NOTE, "").replace(NOTE.splitlines()[1], "").replace(TASK, "")


def test_the_document_holds_each_indicator_and_what_it_comes_to(app: Flask, as_: SignIn, begun: UUID) -> None:
    document = opened(as_("police"), begun)
    rows = table(document, "Sổ sách")
    with app.app_context():
        asked = db.session.get_one(Assessment, begun).criteria_set.indicators
        assert [row[:2] for row in rows] == [[each.code, each.label["vi"]] for each in asked]
        measured = [bool(each.measure) for each in asked]
    said = [tuple(row[3:5]) for row in rows]
    assert said[0] == ("Chưa đạt", "Chưa đạt")
    assert said.count(("Đạt", "Đạt")) == 1
    assert said.count(("chưa trả lời", "Chưa xác định")) == len(rows) - 2
    assert any(row[2] for row in rows)
    assert [row[1] for row, has in zip(rows, measured, strict=True) if row[2] and not has] == []
    whole = words(document)
    assert f"Chưa đạt. {len(rows)} chỉ tiêu (Đạt: 1, Chưa đạt: 1, Chưa xác định: {len(rows) - 2})." in whole
    assert f"(Bản đang làm, còn {len(rows) - 2} chỉ tiêu chưa xong)" in whole


def test_the_document_holds_what_will_be_done_by_whom_and_by_when(as_: SignIn, begun: UUID) -> None:
    rows = table(opened(as_("police"), begun), "Việc sẽ làm")
    assert sorted(rows, key=lambda row: row[1]) == [
        ["5.1a", TASK, "Chủ tịch Uỷ ban nhân dân xã; Hội Phụ nữ xã", day(DUE), "chưa xong"],
        ["5.1a", "Ra nghị quyết", "Trưởng Công an xã", day(DUE), f"Xong ngày {day(today())}: Nghị quyết số 12"],
    ]


def test_what_people_typed_comes_out_as_they_typed_it(as_: SignIn, begun: UUID) -> None:
    document = opened(as_("police"), begun)
    assert table(document, "Sổ sách")[0][5] == NOTE
    assert "49" not in table(document, "Việc sẽ làm")[0][1]


def test_a_control_character_does_not_break_the_document(app: Flask, as_: SignIn, begun: UUID) -> None:
    with app.app_context():
        made = db.session.get_one(Assessment, begun).answers[0].id
        db.session.remove()
    change(app, Answer, made, note="Trang\x0c hai\x07 \x0b.")
    assert "Trang� hai� �." in [row[5] for row in table(opened(as_("police"), begun), "Sổ sách")]


def test_invented_data_says_so_on_every_page_and_real_data_does_not(
    app: Flask, as_: SignIn, world: World, begun: UUID
) -> None:
    mark = "DỮ LIỆU MẪU"
    assert mark not in headers(opened(as_("police"), begun))
    assert mark not in as_("police").get(f"/assessments/{begun}/paper").text
    change(app, Unit, world.units["An"], sample=True)
    assert mark in headers(opened(as_("police"), begun))
    assert "DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ BÁO CÁO" in as_("police").get(f"/assessments/{begun}/paper").text


def test_a_withdrawn_assessment_says_so_with_its_reason(app: Flask, as_: SignIn, world: World, begun: UUID) -> None:
    with app.app_context():
        begin_writing()
        by = db.session.get_one(User, world.users["police"])
        withdraw(db.session.get_one(Assessment, begun), "Nhầm bộ", by=by)
        db.session.commit()
        db.session.remove()
    assert "(Bản đã rút: Nhầm bộ)" in words(opened(as_("police"), begun))


def test_the_document_is_vietnamese_for_who_reads_english(as_: SignIn, begun: UUID) -> None:
    client = as_("police")
    client.set_cookie("locale", "en")
    rows = table(opened(client, begun), "Sổ sách")
    assert rows[0][3:5] == ["Chưa đạt", "Chưa đạt"]
    assert rows[0][1].startswith("Trong quý I")


def test_the_document_has_a_plain_name_and_stays_nowhere(as_: SignIn, begun: UUID) -> None:
    sent = as_("police").get(f"/assessments/{begun}/document")
    name = f"tu-danh-gia-antt-tt124-2021-xa-an-{YEAR}.docx"
    assert sent.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert "no-store" in sent.headers["Cache-Control"]


def test_to_print_writes_nothing(app: Flask, as_: SignIn, begun: UUID) -> None:
    def events() -> int:
        with app.app_context():
            found = db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0
            db.session.remove()
        return found

    before = events()
    for part in ("document", "paper"):
        assert as_("police").get(f"/assessments/{begun}/{part}").status_code == 200
    assert before
    assert events() == before


@pytest.mark.parametrize("part", ["document", "paper"])
@pytest.mark.parametrize(
    ("who", "status"), [("district", 200), ("province", 200), ("police2", 404), ("district2", 404), ("head", 404)]
)
def test_those_above_get_it_and_others_do_not(as_: SignIn, begun: UUID, who: str, status: int, part: str) -> None:
    assert as_(who).get(f"/assessments/{begun}/{part}").status_code == status


def test_the_page_to_print_says_the_same(as_: SignIn, begun: UUID) -> None:
    page = parse(as_("police").get(f"/assessments/{begun}/paper").text)
    shown = " ".join(" ".join(page.itertext()).split())
    document = opened(as_("police"), begun)
    rows = table(document, "Sổ sách") + table(document, "Việc sẽ làm")
    assert [cell for row in rows for cell in row if " ".join(cell.split()) not in shown] == []
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Huyện Một", "Nơi nhận:", "Chủ tịch Uỷ ban nhân dân xã (Ký"):
        assert part in shown


def test_the_assessment_and_its_paper_lead_to_the_document(as_: SignIn, begun: UUID) -> None:
    for page in (f"/assessments/{begun}", f"/assessments/{begun}/paper"):
        assert f'href="/assessments/{begun}/document"' in as_("police").get(page).text


def test_a_village_reports_to_its_commune_and_its_head_signs(app: Flask, as_: SignIn, world: World) -> None:
    with app.app_context():
        begin_writing()
        by = db.session.get_one(User, world.users["head"])
        rules = db.session.get_one(CriteriaSet, world.sets["antt-tt124-2021/village"])
        place = db.session.get_one(Unit, world.units["Na"])
        begin(id_of("paper of Na"), place, rules, YEAR, by=by)
        db.session.commit()
        db.session.remove()
    said = words(opened(as_("head"), id_of("paper of Na")))
    assert [part for part in ("XÃ AN", "BẢN NA", "- Xã An;", "TRƯỞNG BẢN\n") if part not in said] == []
    assert "Không có việc khắc phục nào." in said
    assert as_("head2").get(f"/assessments/{id_of('assessment Na')}/document").status_code == 404


@pytest.mark.once
def test_the_layout_asks_for_nothing_that_an_assessment_does_not_say() -> None:
    asked = DocxTemplate(LAYOUT).get_undeclared_template_variables()
    assert "title" in asked
    assert asked <= {field.name for field in fields(Paper)}
