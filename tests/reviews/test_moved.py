"""Two reviewers at once, and a decision on what has moved: the second is told, shown the difference, loses nothing."""

from flask import Flask

from app.reviews.models import State
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.reviews.test_course import YEAR, said, state, value_of
from tests.world import World


def test_who_decides_on_what_has_moved_is_told_who_moved_it(as_: SignIn, world: World) -> None:
    sent, place = world.submissions["Na"], f"/reviews/{world.submissions['Na']}/decision"
    page = parse(as_("police").get(f"/reviews/{sent}").text)
    before = {name: value_of(page, name) for name in ("number", "transition")}
    assert as_("police").send(place, decision="approve", **before).status_code == 303
    twice = as_("police").send(place, decision="return", reason="Thiếu ảnh bản ký", **before)
    assert twice.status_code == 409
    assert twice.headers["Banyen-Reason"] == "version"
    moves = _since(twice)
    assert "Bản 1: đồng ý Cán bộ police" in moves
    assert "Bản 1: gửi" not in moves  # that they had seen
    assert "Bạn đã viết: Thiếu ảnh bản ký" in moves  # nothing typed is lost, though it is no longer theirs to decide


def test_who_decides_on_an_older_version_is_shown_what_is_different(app: Flask, as_: SignIn, world: World) -> None:
    sent, place = world.submissions["Na"], f"/reviews/{world.submissions['Na']}/decision"
    page = parse(as_("police").get(f"/reviews/{sent}").text)
    before = {name: value_of(page, name) for name in ("number", "transition")}
    assert as_("head").send(f"/reviews/{sent}/taking-back").status_code == 303
    assert as_("head").send(f"/pledges/{world.pledges['Bình']}/withdrawal", reason="Nhầm").status_code == 303
    assert as_("head").send("/submissions", year=str(YEAR)).status_code == 303
    late = as_("police").send(place, decision="approve", reason="Đủ cả", **before)
    assert late.status_code == 409
    assert state(app, sent) == (State.SUBMITTED, 2)
    told = _since(late)
    assert "Bản 2: gửi" in told
    assert "Bình" in told
    now_page = parse(late.text)
    again = {name: value_of(now_page, name) for name in ("number", "transition")}
    assert "Đủ cả" in late.text
    assert as_("police").send(place, decision="approve", **again).status_code == 303


def _since(answer: object) -> str:
    tree = parse(answer.text)  # type: ignore[attr-defined]
    return next(words(each) for each in tree.iter("section") if each.get("id") == "since")


def test_two_reviewers_of_one_part_are_told_of_each_other(as_: SignIn, world: World) -> None:
    place = f"/reviews/{world.submissions['Na']}/parts"
    one = {"code": "convention", "version": "0"}
    assert as_("police").send(place, verdict="agree", **one).status_code == 303
    other = as_("police").send(place, verdict="return", reason="Thiếu số", htmx=True, **one)
    assert other.status_code == 409
    assert "vừa xét phần này" in said(other)
    assert "Thiếu số" in other.text  # what was typed is kept
