"""Obstacles as each person meets them: raised, passed up, answered, closed, asked again, learnt from; who may not."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.extensions import db
from app.notices.models import Notice
from app.obstacles.models import Obstacle, ObstacleStep
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.obstacles import cast
from tests.pages import parse, words
from tests.structure.answers import typed, why
from tests.world import World, file, jpeg

DIFFICULTY = {
    "category": "means", "title": "Tổ tuần tra thiếu đèn pin",
    "words": "Ba nhóm đi tuần đêm chung một đèn.\nĐề nghị cấp thêm.",
}  # fmt: skip
CLOSED, ANSWERED, PASSED, OPEN = "Đã xong", "Đã trả lời", "Đã chuyển lên tỉnh", "Chờ trả lời"


def said(page: TestResponse) -> str:
    """Return the text of a page, its spaces joined."""
    return " ".join(" ".join(parse(page.text).itertext()).split())


def raised(answer: TestResponse) -> str:
    """Return the address of the obstacle to which an answer leads."""
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def state_of(page: TestResponse) -> str:
    """Return how far the page says the obstacle has come."""
    [card] = [each for each in parse(page.text).iter("section") if each.get("id") == "obstacle"]
    tag = next(each for each in card.iter("span") if (each.get("class") or "").startswith("tag"))
    return words(tag)


def titles(page: TestResponse) -> list[str]:
    """Return the titles in the list of obstacles, in order."""
    [shown] = [each for each in parse(page.text).iter() if each.get("id") == "obstacle-list"]
    return [words(each) for each in shown.iter("b")]


def notices(app: Flask, topic: str) -> list[int]:
    """Return the units that were told of a topic, in turn."""
    with app.app_context():
        rows = select(Notice.unit_id).where(Notice.topic == topic).order_by(Notice.created_at, Notice.id)
        found = list(db.session.scalars(rows))
        db.session.remove()
    return found


def test_the_way_through_the_district_to_the_province_and_back(app: Flask, as_: SignIn, world: World) -> None:
    police, district, province = as_("police"), as_("district"), as_("province")
    to = raised(police.send("/obstacles", id=str(uuid4()), **DIFFICULTY))
    assert state_of(police.get(to)) == OPEN
    assert "Đang chờ Huyện Một" in said(police.get(to))
    assert notices(app, "obstacle-raised")[-1] == world.units["Một"]
    assert district.send(f"{to}/passing", words="Huyện không có kinh phí").status_code == 303
    assert state_of(district.get(to)) == PASSED
    assert "Đang chờ Tỉnh Thử" in said(police.get(to))
    assert notices(app, "obstacle-passed-up")[-1] == world.units["Thử"]
    late = district.send(f"{to}/answer", words="Đợi thêm")
    assert (late.status_code, late.headers["Banyen-Reason"]) == (409, "gone-on")
    assert province.send(f"{to}/answer", words="Tỉnh cấp 20 đèn trong tháng", shared="y").status_code == 303
    assert notices(app, "obstacle-answered")[-1] == world.units["An"]
    page = police.get(to)
    assert state_of(page) == ANSWERED
    for line in ("Tỉnh Thử trả lời Tỉnh cấp 20 đèn trong tháng", "Huyện không có kinh phí"):
        assert line in said(page)
    assert police.send(f"{to}/reopening", reason="Mới nhận một nửa").status_code == 303
    assert state_of(police.get(to)) == PASSED, "it lay with the province last"
    assert notices(app, "obstacle-reopened")[-1] == world.units["Thử"]
    assert province.send(f"{to}/answer", words="Cấp đủ tuần sau").status_code == 303
    assert police.send(f"{to}/closing").status_code == 303
    assert state_of(police.get(to)) == CLOSED
    assert police.send(f"{to}/closing").status_code == 303, "once is enough"
    with app.app_context():
        mine = select(ObstacleStep.kind, ObstacleStep.unit_id).where(ObstacleStep.obstacle_id == UUID(to[-36:]))
        steps = [(str(kind), unit) for kind, unit in db.session.execute(mine.order_by(ObstacleStep.id))]
        db.session.remove()
    above, below = world.units["Thử"], world.units["An"]
    assert steps == [
        ("raised", below), ("passed_up", world.units["Một"]), ("answered", above), ("reopened", below),
        ("answered", above), ("closed", below),
    ]  # fmt: skip


def test_the_district_may_answer_first_and_the_village_asks_it_again(as_: SignIn) -> None:
    head, district = as_("head"), as_("district")
    to = raised(head.send("/obstacles", **DIFFICULTY))
    district.send(f"{to}/answer", words="Xã cho mượn")
    assert "Huyện Một trả lời Xã cho mượn" in said(head.get(to))
    head.send(f"{to}/reopening", reason="Xã không có")
    assert state_of(head.get(to)) == OPEN
    assert district.send(f"{to}/passing", words="Chuyển tỉnh").status_code == 303


def test_a_district_asks_the_province_and_does_not_answer_itself(app: Flask, as_: SignIn, world: World) -> None:
    district = as_("district")
    to = raised(district.send("/obstacles", **DIFFICULTY))
    assert "Đang chờ Tỉnh Thử" in said(district.get(to))
    assert notices(app, "obstacle-raised")[-1] == world.units["Thử"]
    for act in ("answer", "passing"):
        assert district.send(f"{to}/{act}", words="Tự trả lời").status_code == 404
    assert 'id="answer-form"' not in district.get(to).text
    assert as_("province").send(f"{to}/answer", words="Đồng ý").status_code == 303


def test_the_same_sent_twice_is_the_same_one(app: Flask, as_: SignIn) -> None:
    id_, head = str(uuid4()), as_("head")
    first, again = (raised(head.send("/obstacles", id=id_, **DIFFICULTY)) for _ in range(2))
    assert first == again == f"/obstacles/{id_}"
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Obstacle.title == DIFFICULTY["title"])) == 1
        assert db.session.scalar(select(func.count()).where(ObstacleStep.obstacle_id == UUID(id_))) == 1
        db.session.remove()
    other = head.send("/obstacles", id=id_, **(DIFFICULTY | {"words": "Khác"}))
    assert other.status_code == 409
    assert f'href="/obstacles/{id_}"' in other.text
    assert as_("head2").send("/obstacles", id=id_, **DIFFICULTY).status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "", "Ghi một câu nói gọn vướng mắc."),
        ("title", "x" * 121, "Dài quá: nhiều nhất 120 chữ cái và dấu cách."),
        ("title", "Hỏi anh Ánh 0912 345 678", "Có số điện thoại."),
        ("words", " ", "Ghi rõ vướng mắc và điều đề nghị."),
        ("words", "Người có số 014203004567", "Có số căn cước công dân (12 số)."),
        ("words", "x" * 3001, "Dài quá: nhiều nhất 3000"),
        ("category", "weather", "Chọn vướng mắc về việc gì."),
        ("category", None, "Chọn vướng mắc về việc gì."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_what_cannot_be_sent_is_told_by_its_field_and_kept(
    app: Flask, as_: SignIn, field: str, value: str | None, reason: str, htmx: bool
) -> None:
    before = contents(app)
    answer = as_("head").send("/obstacles", htmx=htmx, **(DIFFICULTY | {field: value}))
    assert answer.status_code == 422
    assert (why(answer, field) or "").startswith(reason)
    if field != "title":
        assert typed(answer)["title"] == DIFFICULTY["title"]
    if field != "words":
        assert DIFFICULTY["words"] in answer.text.replace("\r\n", "\n")
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize(
    ("who", "act", "field"),
    [
        ("district", "answer", "words"), ("province", "answer", "words"), ("district", "passing", "words"),
        ("police", "reopening", "reason"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["", "Gọi 0912 345 678", "x" * 3001])
def test_a_step_without_sound_words_is_refused_beside_its_form(
    app: Flask, as_: SignIn, who: str, act: str, field: str, value: str
) -> None:
    id_ = cast.ANSWERED["An"] if act == "reopening" else cast.OPEN["An"]
    before, client = contents(app), as_(who)
    sent: dict[str, Any] = {field: value}
    whole = client.send(f"/obstacles/{id_}/{act}", **sent)
    part = client.send(f"/obstacles/{id_}/{act}", htmx=True, **sent)
    assert (whole.status_code, part.status_code) == (422, 422)
    [fragment] = parse(part.text).iter("form")
    [there] = [each for each in parse(whole.text).iter("form") if each.get("id") == fragment.get("id")]
    assert words(there) == words(fragment)
    assert changed(before, contents(app)) == {}


def test_steps_that_do_not_follow_are_refused(app: Flask, as_: SignIn) -> None:
    before = contents(app)
    open_, answered = (f"/obstacles/{ids['An']}" for ids in (cast.OPEN, cast.ANSWERED))
    tries = [
        as_("police").send(f"{open_}/closing"),
        as_("police").send(f"{open_}/reopening", reason="Chưa ai trả lời"),
        as_("police").send(f"{answered}/photo", photo=file(jpeg("red"))),
        as_("province").send(f"{answered}/answer", words="Lần nữa"),
        as_("district").send(f"{answered}/passing", words="Chuyển"),
    ]
    assert [answer.status_code for answer in tries] == [409] * 5
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("act", "first"), [("answer", "answer"), ("answer", "passing"), ("passing", "answer")])
def test_who_answers_second_keeps_what_was_typed_and_sees_the_first(
    app: Flask, as_: SignIn, act: str, first: str, htmx: bool
) -> None:
    to = f"/obstacles/{cast.OPEN['An']}"
    assert as_("district").send(f"{to}/{first}", words="Huyện cấp 20 đèn").status_code == 303
    before = contents(app)
    late = as_("district").send(f"{to}/{act}", htmx=htmx, words="Đợi <b>quý</b> sau")
    assert (late.status_code, late.headers["Banyen-Reason"]) == (409, "gone-on")
    assert changed(before, contents(app)) == {}
    [kept] = [box for box in parse(late.text).iter("textarea") if box.get("id") == "late-words"]
    assert kept.text == "Đợi <b>quý</b> sau"
    assert "Huyện cấp 20 đèn" in said(late)
    assert "Phần bạn nhập chưa được gửi." in said(late)
    assert ("<h1" in late.text) is not htmx


def test_who_is_not_above_and_not_the_author_is_kept_out(as_: SignIn) -> None:
    to = f"/obstacles/{cast.OPEN['Na']}"
    assert [as_(who).get(to).status_code for who in ("head", "police", "district", "province")] == [200] * 4
    assert [as_(who).get(to).status_code for who in ("head2", "police2", "district2")] == [404] * 3
    assert as_("admin").get(to).status_code == 403
    assert as_("police").send(f"{to}/answer", words="x").status_code == 403, "a commune answers nothing"
    assert as_("police").send(f"{to}/photo", photo=file(jpeg())).status_code == 404, "it reads what its village raised"
    assert as_("province").send("/obstacles", **DIFFICULTY).status_code == 403
    assert as_("province").send(f"{to}/passing", words="x").status_code == 404
    assert as_("head").get(f"{to}/photo").mimetype == "image/jpeg"


def test_the_list_begins_with_what_waits_longest_and_is_narrowed(as_: SignIn, world: World) -> None:
    for number, who in enumerate(("head", "police", "head3")):
        as_(who).send("/obstacles", **(DIFFICULTY | {"title": f"Vướng mắc thứ {number}", "category": "force"}))
    district = as_("district")
    found = titles(district.get("/obstacles"))
    newest = [title for title in found if title.startswith("Vướng mắc thứ")]
    assert newest == [f"Vướng mắc thứ {number}" for number in range(3)]
    assert found.index("Vướng mắc thứ 2") < len(found) - 6, "what was answered comes last"
    assert titles(district.get("/obstacles?category=force")) == newest
    assert titles(district.get("/obstacles?q=vuong+mac+1")) == ["Vướng mắc thứ 1"]
    assert titles(district.get(f"/obstacles?unit={world.units['Bình']}&category=force")) == ["Vướng mắc thứ 2"]
    assert titles(district.get("/obstacles?state=answered&category=force")) == []
    assert "Không thấy vướng mắc nào như vậy." in said(district.get("/obstacles?q=zzz"))
    assert district.get(f"/obstacles?unit={world.units['Chung']}").status_code == 404
    assert titles(as_("district2").get("/obstacles")) == []
    assert titles(as_("head").get("/obstacles?category=force")) == ["Vướng mắc thứ 0"]
    part = district.part("/obstacles?category=force")
    assert part.text.lstrip().startswith('<section class="card" id="obstacle-list"')
    assert titles(part) == newest


def test_pages_of_the_list_show_everything_once(as_: SignIn) -> None:
    head = as_("head")
    for number in range(35):
        head.send("/obstacles", **(DIFFICULTY | {"title": f"Việc {number}"}))
    seen: list[str] = []
    to: str | None = "/obstacles"
    while to:
        page = head.get(to)
        seen += titles(page)
        links = [link.get("href") for link in parse(page.text).iter("a") if "after=" in (link.get("href") or "")]
        to = links[0] if links else None
    assert [title for title in seen if title.startswith("Việc")] == [f"Việc {number}" for number in range(35)]
    assert len(seen) == 37
    assert titles(head.get("/obstacles?after=x")) == titles(head.get("/obstacles"))


def test_everybody_learns_from_what_is_shared_and_not_who_asked(as_: SignIn) -> None:
    to = raised(as_("head").send("/obstacles", **DIFFICULTY))
    as_("district").send(f"{to}/answer", words="Xã cho mượn đèn", shared="y")
    hidden = raised(as_("head").send("/obstacles", **(DIFFICULTY | {"title": "Việc riêng của bản"})))
    as_("district").send(f"{hidden}/answer", words="Chỉ nói với bản")
    for who in ("police2", "head3", "district2", "province"):
        answer = as_(who).get("/obstacles/answered")
        page = said(answer)
        assert "Tổ tuần tra thiếu đèn pin Một bản · Huyện Một" in page
        assert "Xã cho mượn đèn" in page
        assert "Việc riêng của bản" not in page
        assert "Chỉ nói với bản" not in page
        assert [name for name in ("Bản Na", "Cán bộ head,", "Cán bộ district,") if name in answer.text] == []
        assert "Một huyện" in page
    assert "Tổ tuần tra" in said(as_("police2").part("/obstacles/answered?q=tuan+tra+den"))
    assert "Không thấy câu trả lời nào như vậy." in said(as_("police2").get("/obstacles/answered?q=zzz"))
    as_("head").send(f"{to}/reopening", reason="Không đủ")
    assert "Xã cho mượn đèn" not in said(as_("police2").get("/obstacles/answered")), "it is asked about again"


def test_first_pages_say_what_waits(as_: SignIn) -> None:
    assert "5 vướng mắc chờ trả lời" in said(as_("district").get("/")), "its own one waits elsewhere"
    assert "1 vướng mắc chờ trả lời" in said(as_("province").get("/"))
    as_("district").send(f"/obstacles/{cast.OPEN['Na']}/passing", words="Chuyển")
    assert "4 vướng mắc chờ trả lời" in said(as_("district").get("/"))
    assert "2 vướng mắc chờ trả lời" in said(as_("province").get("/"))
    assert "1 vướng mắc đã có trả lời" in said(as_("police").get("/"))
    assert "vướng mắc chờ" not in said(as_("district2").get("/"))


def test_a_notice_of_an_answer_says_so_and_leads_to_it(as_: SignIn) -> None:
    made = cast.OPEN["Na"]
    assert as_("district").send(f"/obstacles/{made}/answer", words="Huyện sẽ cấp bổ sung").status_code == 303
    page = as_("head").get("/notices")
    assert f"Vướng mắc của đơn vị đã được trả lời: {cast.TITLE} (Bản Na)" in said(page)
    assert as_("head").get(f"/obstacles/{made}").status_code == 200
