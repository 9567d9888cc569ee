"""Two reviewers at once, and a decision on what has moved: the second is told, shown the difference, loses nothing."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.reviews.models import State
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.reviews.test_course import YEAR, approved, said, seen_in, state
from tests.world import World


def test_who_decides_on_what_has_moved_is_told_who_moved_it(as_: SignIn, world: World) -> None:
    sent, place = world.submissions["Na"], f"/reviews/{world.submissions['Na']}/decision"
    before = seen_in(as_("police").get(f"/reviews/{sent}"))
    assert as_("police").send(place, decision="approve", **before).status_code == 303
    twice = as_("police").send(place, decision="return", reason="Thiếu ảnh bản ký", **before)
    assert twice.status_code == 409
    assert twice.headers["Banyen-Reason"] == "version"
    moves = _since(twice)
    assert "Bản 1: đồng ý Cán bộ police" in moves
    assert "Bản 1: gửi" not in moves  # that they had seen
    assert "Bạn đã viết: Thiếu ảnh bản ký" in moves  # nothing typed is lost, though it is no longer theirs to decide


@pytest.mark.parametrize(
    ("who", "act", "fields", "told"),
    [
        ("police", "decision", {"decision": "return", "reason": "Thiếu ảnh"}, "Bản 1: trả lại Cán bộ police"),
        ("head", "taking-back", {}, "Bản 1: rút lại để sửa Cán bộ head"),
    ],
)
@pytest.mark.parametrize("decision", ["approve", "return"])
def test_who_decides_on_what_waits_for_nobody_any_more_is_told_why(
    app: Flask, as_: SignIn, world: World, who: str, act: str, fields: dict[str, str], told: str, decision: str
) -> None:
    sent, place = world.submissions["Na"], f"/reviews/{world.submissions['Na']}"
    before = seen_in(as_("police").get(place))
    assert as_(who).send(f"{place}/{act}", **fields).status_code == 303
    now = state(app, sent)
    late = as_("police").send(f"{place}/decision", decision=decision, reason="Thiếu chữ ký", **before)
    assert late.status_code == 409
    assert told in _since(late)
    assert "Bạn đã viết: Thiếu chữ ký" in _since(late)
    assert state(app, sent) == now


def test_who_reopens_what_was_reopened_is_told(app: Flask, as_: SignIn, world: World) -> None:
    sent, place = world.submissions["Na"], f"/reviews/{world.submissions['Na']}"
    approved(as_, sent)
    before = seen_in(as_("district").get(place))
    assert (
        as_("district").send(f"{place}/decision", decision="reopen", reason="Thiếu quy ước", **before).status_code
        == 303
    )
    late = as_("district").send(f"{place}/decision", decision="reopen", reason="Thiếu ảnh", **before)
    assert late.status_code == 409
    assert "Thiếu quy ước" in _since(late)
    assert state(app, sent) == (State.RETURNED, 1)


def test_who_decides_on_an_older_version_is_shown_what_is_different(app: Flask, as_: SignIn, world: World) -> None:
    sent, place = world.submissions["Na"], f"/reviews/{world.submissions['Na']}/decision"
    before = seen_in(as_("police").get(f"/reviews/{sent}"))
    assert as_("head").send(f"/reviews/{sent}/taking-back").status_code == 303
    assert as_("head").send(f"/pledges/{world.pledges['Bình']}/withdrawal", reason="Nhầm").status_code == 303
    assert as_("head").send("/submissions", year=str(YEAR)).status_code == 303
    late = as_("police").send(place, decision="approve", reason="Đủ cả", **before)
    assert late.status_code == 409
    assert state(app, sent) == (State.SUBMITTED, 2)
    told = _since(late)
    assert "Bản 2: gửi" in told
    assert "Bình" in told
    again = seen_in(late)
    assert "Đủ cả" in late.text
    assert as_("police").send(place, decision="approve", **again).status_code == 303


def _since(answer: TestResponse) -> str:
    tree = parse(answer.text)
    return next(words(each) for each in tree.iter("section") if each.get("id") == "since")


def test_two_reviewers_of_one_part_are_told_of_each_other(as_: SignIn, world: World) -> None:
    place = f"/reviews/{world.submissions['Na']}/parts"
    one = {"code": "convention", "version": "0"}
    assert as_("police").send(place, verdict="agree", **one).status_code == 303
    other = as_("police").send(place, verdict="return", reason="Thiếu số", htmx=True, **one)
    assert other.status_code == 409
    assert "vừa xét phần này" in said(other)
    assert "Thiếu số" in other.text  # what was typed is kept
