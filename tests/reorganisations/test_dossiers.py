"""What was sent upward and waits when units are merged: it stays in a queue, is decided, and is told of as it is."""

from pathlib import Path

import pytest
from flask import Flask

from app.clock import today
from app.extensions import db
from app.reviews.models import State, Submission
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.reorganisations.plans import MERGER, reorganise
from tests.world import World


@pytest.fixture
def merged(app: Flask, world: World, tmp_path: Path) -> World:
    """The cast as it was found before, now in merged units: An is part of An Bình, Na of Na Pa, Một of the province."""
    done = reorganise(app, tmp_path, MERGER, "--yes", "--by", "admin")
    assert done.exit_code == 0, done.output
    return world


def state(app: Flask, world: World, place: str) -> State:
    with app.app_context():
        found = db.session.get_one(Submission, world.submissions[place]).state
        db.session.remove()
    return found


def said(text: str) -> str:
    return words(parse(text))


def test_what_waited_goes_through_every_step_at_those_who_took_over(app: Flask, as_: SignIn, merged: World) -> None:
    sent = f"/reviews/{merged.submissions['Na']}"
    queue = said(as_("police").get("/reviews").text)
    assert "3 hồ sơ chờ bạn xét" in queue  # with that of Hạ, which waited for Bình
    assert "Bản Na" in queue
    page = as_("police").get(sent)
    assert "Bản Na đã sáp nhập vào Bản Na Pa" in said(page.text)
    assert "Sổ sách đã đổi từ khi gửi" not in said(page.text)
    assert as_("head").send(f"{sent}/decision", decision="approve").status_code == 403
    assert as_("police").send(f"{sent}/decision", decision="approve").status_code == 303
    assert "Bản Na" in said(as_("province").get("/reviews").text)
    assert as_("province").send(f"{sent}/decision", decision="approve").status_code == 303
    assert state(app, merged, "Na") is State.APPROVED
    assert "Lường Thị Cúc" in said(as_("province").get(sent).text)
    assert as_("province").send(f"{sent}/decision", decision="reopen", reason="Thiếu ảnh").status_code == 303


def test_what_is_returned_of_a_unit_that_ended_is_told_to_who_took_it_over(
    app: Flask, as_: SignIn, merged: World
) -> None:
    sent = f"/reviews/{merged.submissions['Na']}"
    assert as_("police").send(f"{sent}/decision", decision="return", reason="Lập lại theo bản mới").status_code == 303
    assert state(app, merged, "Na") is State.RETURNED
    assert "Bị trả lại, cần sửa rồi gửi lại" in said(as_("head").get("/notices").text)
    page = said(as_("head").get(sent).text)
    assert "Lập lại theo bản mới" in page
    assert "nơi nhận sáp nhập lập hồ sơ mới của mình" in page


def test_a_unit_whose_commune_alone_was_merged_goes_on_with_its_dossier(app: Flask, as_: SignIn, merged: World) -> None:
    sent = f"/reviews/{merged.submissions['Hạ']}"
    assert as_("police2").send(f"{sent}/decision", decision="return", reason="Thiếu ảnh").status_code == 303
    assert "Bị trả lại, cần sửa" in said(as_("head3").get("/").text)
    assert as_("head3").send("/submissions", year=str(today().year)).status_code == 303
    assert state(app, merged, "Hạ") is State.SUBMITTED
    assert "Bản Hạ Mới" in said(as_("police").get("/reviews").text)
