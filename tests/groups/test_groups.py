"""Groups as village heads and commune police meet them: founding, editing, standing, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.groups.models import Group, LeaderPost, Standing
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.pages import parse, words
from tests.structure.answers import heading, links, typed, why
from tests.world import World, file, id_of

GROUP = {"kind": "lien_gia", "number": "2", "leader_name": "Hà Văn Xuân", "leader_phone": "0987 654 321"}
AHEAD = "Ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó."
FAR = "Ngày này quá xa. Kiểm tra lại năm."
FOUNDED = date(today().year - 2, 3, 15)  # of the cast's groups


def day(days: int = 0) -> str:
    """Return the date so many days from today."""
    return (today() + timedelta(days=days)).isoformat()


def edited(**changes: str) -> dict[str, Any]:
    """Return the form of the cast's group in Na as it stands, with some changed."""
    known = {"version": "1", "kind": "lien_gia", "number": "1", "leader_name": "Lò Văn Trưởng"}
    return {**known, "founded_on": FOUNDED.isoformat(), **changes}


def rows(client: Client, query: str = "") -> list[str]:
    """Return the lines of the list."""
    tree = parse(client.get(f"/groups?{query}").text)
    return [words(line) for line in tree.iter("li") if (line.get("id") or "").startswith("group-")]


def test_a_head_founds_a_group_with_the_next_number(as_: SignIn) -> None:
    head = as_("head")
    assert typed(head.get("/groups/new"))["number"] == "2"
    assert typed(head.get("/groups/new?kind=fire"))["number"] == "1"
    made = head.send("/groups", **GROUP, deputy_name="Lò Thị Phó", decision_number="12/QĐ-UBND", decision_on=day(-3))
    page = head.get(made.headers["Location"])
    assert heading(page) == "Nhóm liên gia tự quản số 2"
    for said in ("Hà Văn Xuân", "0987 654 321", "Lò Thị Phó", "12/QĐ-UBND"):
        assert said in page.text


def test_without_a_number_the_next_one_is_taken(as_: SignIn) -> None:
    head = as_("head")
    made = head.send("/groups", **GROUP | {"number": ""})
    assert heading(head.get(made.headers["Location"])) == "Nhóm liên gia tự quản số 2"


@pytest.mark.parametrize("place", ["Na", "An"])
def test_the_police_choose_a_village_or_the_commune(as_: SignIn, world: World, place: str) -> None:
    police = as_("police")
    asked = police.send("/groups", **GROUP)
    assert (asked.status_code, why(asked, "village")) == (422, "Chọn bản, hoặc xã nếu là nhóm của cả xã.")
    made = police.send("/groups", village=str(world.units[place]), **GROUP)
    assert made.status_code == 303
    assert len(rows(police, f"village={world.units[place]}")) == (2 if place == "Na" else 1)
    assert len(rows(as_("head"))) == (2 if place == "Na" else 1)


def test_the_list_is_narrowed_by_kind_name_and_standing(as_: SignIn) -> None:
    head = as_("head")
    head.send("/groups", **GROUP | {"kind": "mediation", "number": "1"})
    assert rows(head)[0].startswith("Nhóm liên gia tự quản số 1Lò Văn Trưởng · 1 hộ")
    assert [row.split("Hà")[0] for row in rows(head, "kind=mediation")] == ["Tổ hoà giải số 1"]
    assert len(rows(head, "q=ha+van+xuan")) == 1
    assert rows(head, "standing=suspended") == []
    assert "group-list" in head.part("/groups?q=zzz").text


def test_a_model_of_the_province(as_: SignIn, world: World) -> None:
    head, model = as_("head"), str(world.models["Thử"])
    assert 'value="other"' in head.get("/groups/new").text
    unnamed = head.send("/groups", **GROUP | {"kind": "other"})
    assert why(unnamed, "model") == "Chọn tên mô hình trong danh sách."
    made = head.send("/groups", **GROUP | {"kind": "other"}, model=model)
    assert heading(head.get(made.headers["Location"])) == "Mô hình thử số 2"
    as_("province").send(f"/admin/group-models/{model}/retirement")
    assert 'value="other"' not in head.get("/groups/new").text, "the province has no model left"
    assert why(head.send("/groups", **GROUP | {"kind": "other", "number": "3"}, model=model), "model")
    assert heading(head.get(made.headers["Location"])) == "Mô hình thử số 2"


@pytest.mark.parametrize("name", ["mo hinh thu", "", "  ", "12"])
def test_a_model_that_cannot_be_added(app: Flask, as_: SignIn, name: str) -> None:
    before = contents(app)
    answer = as_("province").send("/admin/group-models", name=name)
    assert (answer.status_code, bool(why(answer, "name")), typed(answer)["name"]) == (422, True, name.strip())
    assert changed(before, contents(app)) == {}


def test_a_number_that_is_taken_shows_which_group_has_it(app: Flask, as_: SignIn, world: World) -> None:
    before = contents(app)
    answer = as_("head").send("/groups", **GROUP | {"number": "1"})
    assert answer.status_code == 422
    assert "Đã có nhóm số 1 cùng loại ở đây." in answer.text
    assert f"/groups/{world.groups['Na']}" in links(answer).values()
    assert typed(answer).items() >= {"number": "1", "leader_name": "Hà Văn Xuân"}.items()
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("kind", "", "Chọn một loại nhóm."),
        ("kind", "club", "Chọn một loại nhóm."),
        ("number", "0", "Số của nhóm từ 1 đến 999."),
        ("number", "1000", "Số của nhóm từ 1 đến 999."),
        ("number", "9" * 30, "Chỉ gõ chữ số, ví dụ 4."),
        ("leader_name", "", "Chưa điền họ tên nhóm trưởng."),
        ("leader_name", "Lò Văn 3", "Họ tên không có chữ số. Xoá số rồi gõ lại."),
        ("leader_phone", "123", "Số điện thoại chưa đúng. Gõ đủ 10 số, ví dụ 0912 345 678, hoặc để trống."),
        ("deputy_name", "0912345678", "Họ tên không có chữ số. Xoá số rồi gõ lại."),
        ("deputy_phone", "0912345678", "Có số điện thoại mà chưa có tên nhóm phó. Điền tên, hoặc xoá số."),
        ("founded_on", day(1), AHEAD),
        ("founded_on", "1900-01-01", FAR),
        ("founded_on", "30/2/2026", "Ngày chưa đúng. Gõ ngày/tháng/năm, ví dụ 2/9/2026."),
        ("decision_on", day(1), AHEAD),
        ("decision_on", day(-1), "Quyết định phải có trước, hoặc cùng ngày thành lập nhóm. Kiểm tra hai ngày."),
        ("rules_adopted_on", day(-9), "Nhóm chưa thành lập vào ngày này. Kiểm tra hai ngày."),
        ("rules_adopted_on", day(1), AHEAD),
        ("photo", b"khong phai anh", "Tệp này không phải ảnh. Chọn ảnh JPEG, PNG hoặc WebP."),
    ],
)
@pytest.mark.parametrize("known", [False, True])
def test_a_wrong_fact_of_a_group(
    app: Flask, as_: SignIn, world: World, field: str, text: Any, told: str, known: bool
) -> None:
    before = contents(app)
    to = f"/groups/{world.groups['Na']}" if known else "/groups"
    sent = {**GROUP, "founded_on": day(-5), field: file(text) if isinstance(text, bytes) else text}
    answer = as_("head").send(to, version="1", **sent)
    assert (answer.status_code, why(answer, field)) == (422, told)
    kept = {name: value for name, value in GROUP.items() if name not in {field, "kind"}}
    assert typed(answer).items() >= kept.items()
    assert changed(before, contents(app)) == {}


def test_a_new_leader_ends_the_one_before_and_a_misspelling_does_not(app: Flask, as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}"
    assert head.send(to, **edited(leader_name="Lò Văn Trường", led_since=FOUNDED.isoformat())).status_code == 303
    assert led(app, world) == [("Lò Văn Trường", FOUNDED, None)]
    change = edited(version="2", leader_name="Vì Văn Mới", led_since=day(-2), deputy_name="Lò Thị Phó")
    assert head.send(to, **change).status_code == 303
    until = today() - timedelta(days=2)
    assert led(app, world) == [("Lò Văn Trường", FOUNDED, until), ("Vì Văn Mới", until, None)]
    page = head.get(to).text
    assert all(name in page for name in ("Lò Văn Trường", "Vì Văn Mới", "Lò Thị Phó"))


def test_a_founding_that_is_put_right_moves_who_led_from_it(app: Flask, as_: SignIn, world: World) -> None:
    before = FOUNDED - timedelta(days=30)
    assert as_("head").send(f"/groups/{world.groups['Na']}", **edited(founded_on=before.isoformat())).status_code == 303
    assert led(app, world) == [("Lò Văn Trưởng", before, None)]


def test_an_edit_of_what_was_changed_meanwhile_shows_both_and_saves_with_one_more_tap(
    app: Flask, as_: SignIn, world: World
) -> None:
    to = f"/groups/{world.groups['Na']}"
    as_("police").send(to, **edited(leader_name="Vì Văn Mới"))
    before, head = contents(app), as_("head")
    stale = head.send(to, **edited(deputy_name="Lò Thị Phó"))
    assert (stale.status_code, stale.headers["Banyen-Reason"]) == (409, "version")
    cells = [words(cell) for cell in parse(stale.text).iter("td")]
    assert cells == ["Vì Văn Mới", "Lò Văn Trưởng", "(để trống)", "Lò Thị Phó"]
    assert typed(stale).items() >= {"version": "2", "deputy_name": "Lò Thị Phó"}.items()
    assert changed(before, contents(app)) == {}
    again = edited(version="2", leader_name="Vì Văn Mới", deputy_name="Lò Thị Phó")
    assert head.send(to, **again).status_code == 303


def test_suspending_and_working_again(app: Flask, as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}/standing"
    assert head.send(to, standing="suspended", since=day(-9), reason="Mùa gặt").status_code == 303
    assert "tạm ngừng" in rows(head)[0]
    assert head.send(to, standing="suspended", since=day(-8), reason="Mùa gặt").status_code == 409
    assert "Đã ghi tình trạng" in head.send(to, standing="active", since=day(-10)).text
    assert head.send(to, standing="active", since=day(-4)).status_code == 303
    past = head.send(to, standing="suspended", since=day(-3), until=day(-1), reason="Lũ")
    assert past.status_code == 303
    assert standing(app, world) is Standing.ACTIVE
    assert "Lũ" in head.get(f"/groups/{world.groups['Na']}").text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"since": day(1)}, "since"),
        ({"since": ""}, "since"),
        ({"reason": ""}, "reason"),
        ({"reason": "Hỏi anh Hà: 0912 345 678"}, "reason"),
        ({"reason": "Căn cước 001099012345"}, "reason"),
        ({"standing": "asleep"}, "standing"),
        ({"until": day(1)}, "until"),
        ({"until": day(-5)}, "until"),
        ({"standing": "dissolved", "until": day()}, "until"),
    ],
)
def test_a_wrong_turn_of_standing(app: Flask, as_: SignIn, world: World, change: dict[str, str], field: str) -> None:
    before = contents(app)
    sent = {"standing": "suspended", "since": day(-2), "reason": "Mùa gặt"} | change
    answer = as_("head").send(f"/groups/{world.groups['Na']}/standing", htmx=True, **sent)
    assert (answer.status_code, bool(why(answer, field))) == (422, True)
    assert (typed(answer)["since"] or "") == sent["since"]
    assert changed(before, contents(app)) == {}


def test_a_suspension_before_the_founding_is_refused(app: Flask, as_: SignIn, world: World) -> None:
    before, early = contents(app), (FOUNDED - timedelta(days=1)).isoformat()
    sent = {"standing": "suspended", "since": early, "reason": "Mùa gặt"}
    answer = as_("head").send(f"/groups/{world.groups['Na']}/standing", **sent)
    assert answer.status_code == 422
    assert "trước ngày thành lập nhóm" in answer.text
    assert changed(before, contents(app)) == {}


def test_dissolved_is_final_and_says_why(app: Flask, as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}"
    done = head.send(f"{to}/standing", standing="dissolved", since=day(), reason="Sáp nhập bản")
    assert done.status_code == 303
    page = head.get(to).text
    assert "Sáp nhập bản" in page
    assert "không mở lại được" in page
    assert f"{to}/activities/new" not in page
    assert head.get(f"{to}/edit").status_code == head.get(f"{to}/members/new").status_code == 303
    before = contents(app)
    for answer in (
        head.send(to, **edited(version="2", leader_name="Vì Văn Mới")),
        head.send(f"{to}/standing", standing="active", since=day()),
        head.send(f"{to}/standing", standing="suspended", since=day(), reason="Mùa gặt"),
        head.send(f"{to}/members", household=str(world.households["Ánh"])),
    ):
        assert (answer.status_code, answer.headers["Banyen-Reason"]) == (409, "gone")
        assert "Sáp nhập bản" in answer.text
    assert changed(before, contents(app)) == {}
    assert rows(head) == []
    assert "đã giải thể" in rows(head, "standing=dissolved")[0]
    assert typed(head.get("/groups/new"))["number"] == "2", "a dissolved group keeps its number"


def test_a_group_sent_twice_is_made_once(as_: SignIn) -> None:
    head, id_ = as_("head"), str(id_of("a new group"))
    assert head.send("/groups", id=id_, **GROUP).status_code == 303
    again = head.send("/groups", id=id_, **GROUP)
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "id-taken")


@pytest.mark.parametrize("place", ["Pa", "Hạ"])
def test_a_group_elsewhere_does_not_exist(as_: SignIn, world: World, place: str) -> None:
    head, to = as_("head"), f"/groups/{world.groups[place]}"
    assert {head.get(f"{to}{rest}").status_code for rest in ("", "/edit", "/members/new", "/photo")} == {404}
    assert head.send(to, **edited()).status_code == 404


def test_forms_about_groups_wait_on_the_phone(as_: SignIn, world: World) -> None:
    to = f"/groups/{world.groups['Na']}"
    for page in ("/groups/new", to, f"{to}/edit", f"{to}/members/new"):
        tree = parse(as_("head").get(page).text)
        about = [form for form in tree.iter("form") if (form.get("action") or "").startswith("/groups")]
        posted = [form for form in about if form.get("method") == "post"]
        assert posted, page
        for form in posted:
            assert form.get("data-outbox"), page
            assert form.get("data-next"), page
            assert form.get("data-about") or form.get("data-about-field"), page


def led(app: Flask, world: World) -> list[tuple[str, date, date | None]]:
    """Return who led the group in Na, from when to when."""
    with app.app_context():
        leaders = db.session.get_one(Group, world.groups["Na"]).leaders
        return [(one.name, one.since, one.until) for one in leaders if one.post is LeaderPost.LEADER]


def standing(app: Flask, world: World) -> Standing | None:
    """Return how the group in Na stands."""
    with app.app_context():
        return db.session.scalar(select(Group.standing).where(Group.id == world.groups["Na"]))
