"""What a unit answers: read once, done with a line, not done after all; what others see of it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.clock import now, today
from app.directives.models import Addressee, Completion, Directive
from app.directives.states import State, state_of
from app.extensions import db
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.offline.sending import replay
from tests.pages import parse, words
from tests.world import World, id_of

AN, NA, DONE = id_of("directive An"), id_of("directive Na"), id_of("done directive Na")


def due(app: Flask, days: int, id_: UUID = AN) -> None:
    """Let the deadline be so many days from now."""
    with app.app_context():
        begin_writing()
        db.session.get_one(Directive, id_).due_on = today() + timedelta(days=days)
        db.session.commit()
        db.session.remove()


def states(text: str) -> dict[str, str]:
    """Return what is said of each unit on the page of who gave it."""
    rows = [each for each in parse(text).iter("li") if (each.get("id") or "").startswith("addressee-")]
    return {
        words(next(each.iter("b"))): " ".join(
            words(tag) for tag in each.iter("span") if "tag" in (tag.get("class") or "").split()
        )
        for each in rows
    }


def test_the_first_to_read_reads_for_the_unit(as_: SignIn, app: Flask, world: World) -> None:
    police = as_("police")
    assert 'form="reading-form"' in police.get(f"/directives/{AN}").text
    for _time in range(2):
        assert police.send(f"/directives/{AN}/reading").status_code == 303
    page = police.get(f"/directives/{AN}").text
    assert "Đã đọc: Cán bộ police" in page
    assert 'form="completion-form"' in page
    with app.app_context():
        mine = (Addressee.directive_id == AN, Addressee.unit_id == world.units["An"])
        assert db.session.scalars(select(Addressee.read_by).where(*mine)).one() == world.users["police"]
    assert states(as_("district").get(f"/directives/{AN}").text) == {"Xã An": "đã đọc, chưa xong"}


def test_looking_is_not_reading(as_: SignIn) -> None:
    as_("police").get(f"/directives/{AN}")
    assert states(as_("district").get(f"/directives/{AN}").text) == {"Xã An": "chưa đọc"}


def test_done_with_a_line_of_what_was_done(as_: SignIn) -> None:
    police = as_("police")
    for typed, said in (
        ("", "Ghi một câu đã làm gì."),
        ("gọi 0912 345 678", "Có số điện thoại."),
        ("x" * 501, "Dài quá"),
    ):
        refused = police.send(f"/directives/{AN}/completion", htmx=True, words=typed)
        assert (refused.status_code, said in refused.text, "<h1" in refused.text) == (422, True, False)
        assert typed in refused.text
    assert police.send(f"/directives/{AN}/completion", words="Đã gửi báo cáo số 7").status_code == 303
    assert "Đã gửi báo cáo số 7" in as_("district").get(f"/directives/{AN}").text
    assert states(as_("district").get(f"/directives/{AN}").text) == {"Xã An": "đã xong"}
    assert "Đã đọc: Cán bộ police" in police.get(f"/directives/{AN}").text, "who has done it has read it"
    assert police.send(f"/directives/{AN}/completion", words="Nữa").status_code == 409


def test_not_done_after_all_and_done_again_keeps_both(as_: SignIn, app: Flask) -> None:
    head = as_("head")
    assert head.send(f"/directives/{DONE}/completion/withdrawal", reason="").status_code == 422
    assert head.send(f"/directives/{DONE}/completion/withdrawal", reason="Còn thiếu hai hộ").status_code == 303
    page = head.get(f"/directives/{DONE}").text
    assert "Còn thiếu hai hộ" in page
    assert 'form="completion-form"' in page
    assert states(as_("police").get(f"/directives/{DONE}").text) == {"Bản Na": "đã đọc, chưa xong"}
    assert head.send(f"/directives/{DONE}/completion/withdrawal", reason="Lại").status_code == 409
    assert head.send(f"/directives/{DONE}/completion", words="Nay đủ").status_code == 303
    with app.app_context():
        rows = select(Completion).join(Addressee, Addressee.id == Completion.addressee_id)
        first, second = db.session.scalars(rows.where(Addressee.directive_id == DONE).order_by(Completion.id))
        assert (first.undone_reason, first.undone_by, second.undone_at) == ("Còn thiếu hai hộ", first.done_by, None)


@pytest.mark.parametrize(("days", "said"), [(0, "chưa đọc"), (-1, "chưa đọc quá hạn")])
def test_late_is_who_has_not_done_it_the_day_after(as_: SignIn, app: Flask, days: int, said: str) -> None:
    due(app, days)
    assert states(as_("district").get(f"/directives/{AN}").text) == {"Xã An": said}
    assert ("lượt đơn vị quá hạn" in as_("district").get("/").text) == (days < 0)
    first = as_("police").get("/").text
    assert ("quá hạn 1 ngày" in first) == (days < 0)
    assert "1 việc cấp trên giao" in first


def test_what_was_typed_in_time_and_sent_later_is_in_time(as_: SignIn, app: Flask) -> None:
    due(app, -1)
    typed = (now() - timedelta(days=1)).isoformat()
    answer = replay(as_("police"), f"/directives/{AN}/completion", {"words": "Xong", "captured_at": typed})
    assert answer.status_code == 201
    assert states(as_("district").get(f"/directives/{AN}").text) == {"Xã An": "đã xong"}
    assert as_("head").send(f"/directives/{NA}/completion", words="Xong").status_code == 303
    due(app, -1, NA)
    assert states(as_("police").get(f"/directives/{NA}").text) == {"Bản Na": "xong muộn đã xong"}


def test_forms_of_an_answer_may_wait_on_the_phone(as_: SignIn) -> None:
    pages = [as_("head").get(f"/directives/{NA}").text, as_("head").get(f"/directives/{DONE}").text]
    forms = {form.get("id"): form.get("data-outbox") for page in pages for form in parse(page).iter("form")}
    assert forms["reading-form"] == "Đã đọc việc được giao"
    assert forms["undoing-form"] == "Ghi lại là chưa xong"


def test_a_guidance_is_read_and_not_done(as_: SignIn) -> None:
    id_ = uuid4()
    guidance = {"id": str(id_), "kind": "guidance", "title": "Cách chụp", "words": "Chụp thẳng", "to": "children"}
    assert as_("police").send("/directives", **guidance).status_code == 303
    assert "Cách chụp" in as_("head").get("/").text
    refused = as_("head").send(f"/directives/{id_}/completion", words="Xong")
    assert (refused.status_code, "chỉ cần đọc" in refused.text) == (409, True)
    assert as_("head").send(f"/directives/{id_}/reading").status_code == 303
    assert "Cách chụp" not in as_("head").get("/").text
    assert states(as_("police").get(f"/directives/{id_}").text) == {"Bản Na": "đã đọc", "Bản Pa": "chưa đọc"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 404), ("head3", 404), ("police2", 404), ("district", 404), ("province", 403), ("admin", 403)],
)
def test_nobody_answers_for_another_unit(as_: SignIn, who: str, status: int) -> None:
    for verb in ("reading", "completion", "completion/withdrawal"):
        assert as_(who).send(f"/directives/{AN}/{verb}", words="Xong", reason="Chưa").status_code == status


def test_rules_over_rows_and_over_sql_agree(as_: SignIn, app: Flask) -> None:
    """What a page counts and what it says of each unit are two ways to say the same."""
    due(app, -1)
    seen = []
    for id_, who in ((AN, "district"), (NA, "police"), (DONE, "police")):
        page = as_(who).get(f"/directives/{id_}").text
        with app.app_context():
            [answered] = db.session.scalars(select(Addressee).where(Addressee.directive_id == id_))
            seen.append(state_of(answered, today()))
            db.session.remove()
        [part] = [each for each in parse(page).iter() if str(each.tag).endswith("rect")]
        assert part.get("class") == seen[-1]
    assert seen == [State.LATE, State.UNREAD, State.DONE]
