"""Taking back an activity that was entered by mistake: it no longer counts, and stays to be seen."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.clock import now, today
from app.extensions import db
from app.groups.models import Activity, ActivityKind
from app.groups.queries.effect import effect_of
from app.groups.queries.regularity import silent_in
from app.groups.regularity import month_of
from app.units.models import Unit
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import answers, item, send_batch
from tests.pages import parse, words
from tests.structure.answers import why
from tests.world import World, file, jpeg

MISTAKE = {"reason": "Ghi nhầm nhóm bên cạnh", "sure": "y"}
FORM: dict[str, Any] = {"kind": "meeting", "held_on": f"{today()}"}


def grow_old(app: Flask, id_: UUID) -> None:
    """Let an activity have been received 31 days ago."""
    with app.app_context():
        db.session.get_one(Activity, id_).received_at = now() - timedelta(days=31)
        db.session.commit()
        db.session.remove()


def met(app: Flask, world: World) -> tuple[int, int, bool]:
    """Return how many meetings of Na count, by how many people, and whether its group is silent this month."""
    with app.app_context():
        unit = db.session.get_one(Unit, world.units["Na"])
        lines = effect_of(unit, today() - timedelta(days=9), today(), today())
        meetings = next(line for line in lines if line.kind is ActivityKind.MEETING)
        silent = db.session.scalars(silent_in(unit, month_of(today()), as_of=today(), whole=False)).all()
        found = meetings.activities, meetings.people, any(group.id == world.groups["Na"] for group in silent)
        db.session.remove()
    return found


def struck(text: str) -> list[str]:
    """Return what is struck through on a page."""
    return [words(element) for element in parse(text).iter("s")]


def test_what_was_entered_by_mistake_is_taken_back(app: Flask, as_: SignIn, world: World) -> None:
    id_, head = world.activities["Na"], as_("head")
    assert met(app, world) == (1, 4, False)
    answer = head.send(f"/activities/{id_}/withdrawal", **MISTAKE)
    assert (answer.status_code, answer.location) == (303, f"/activities/{id_}")
    assert met(app, world) == (0, 0, True)
    page = words(parse(head.get(f"/activities/{id_}").text))
    assert "Đã rút vì ghi nhầm" in page
    assert "Cán bộ head" in page
    assert MISTAKE["reason"] in page
    for to in ("/activities", f"/groups/{world.groups['Na']}/book", f"/groups/{world.groups['Na']}"):
        text = head.get(to).text
        assert any("Họp nhóm" in said for said in struck(text)), to
        assert all(said in text for said in ("Cán bộ head", MISTAKE["reason"])), to
    assert "0 hoạt động" in head.get("/activities").text
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert (event.action, event.fields) == ("activity:withdraw", ["withdrawn_at", "withdrawn_reason"])
        db.session.remove()


def test_a_phone_s_book_holds_it_without_counting_it(as_: SignIn, world: World) -> None:
    assert as_("head").send(f"/activities/{world.activities['Na']}/withdrawal", **MISTAKE).status_code == 303
    activities = as_("head").get("/offline/pack").get_json()["activities"]
    assert activities["counts"] == [False]
    assert (activities["withdrawer"], activities["why"]) == (["Cán bộ head"], [MISTAKE["reason"]])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "", "sure": "y"}, "reason"),
        ({"reason": "Nhầm nhóm"}, "sure"),
        ({"reason": "Nhầm với anh 0912 345 678", "sure": "y"}, "reason"),
        ({"reason": "a" * 501, "sure": "y"}, "reason"),
    ],
)
def test_it_asks_why_and_a_second_time(
    app: Flask, as_: SignIn, world: World, fields: dict[str, str], field: str
) -> None:
    before, to = contents(app), f"/activities/{world.activities['Na']}/withdrawal"
    for htmx in (False, True):
        answer = as_("head").send(to, htmx=htmx, **fields)
        assert (answer.status_code, bool(why(answer, field))) == (422, True)
        assert fields["reason"] in answer.text
    assert changed(before, contents(app)) == {}


def test_within_thirty_days_its_author_and_the_police_and_later_the_police_alone(
    app: Flask, as_: SignIn, world: World
) -> None:
    both = [str(world.groups[name]) for name in ("Na", "Pa")]
    theirs = as_("police").send("/activities", kind="patrol", held_on=f"{today()}", group=both).location
    own, before = f"/activities/{world.activities['Na']}", contents(app)
    assert "withdrawal" not in as_("head").get(theirs).text
    assert as_("head").send(f"{theirs}/withdrawal", **MISTAKE).status_code == 403
    assert as_("head2").send(f"{own}/withdrawal", **MISTAKE).status_code == 404
    assert changed(before, contents(app)) == {}
    assert f"{own}/withdrawal" in as_("head").get(own).text
    grow_old(app, world.activities["Na"])
    assert f"{own}/withdrawal" not in as_("head").get(own).text
    late = as_("head").send(f"{own}/withdrawal", **MISTAKE)
    assert (late.status_code, late.headers["Banyen-Reason"]) == (403, "not-yours")
    assert as_("police").send(f"{own}/withdrawal", **MISTAKE).status_code == 303


def test_what_was_taken_back_is_left_as_it_is(app: Flask, as_: SignIn, world: World) -> None:
    to, head = f"/activities/{world.activities['Na']}", as_("head")
    assert head.send(f"{to}/withdrawal", **MISTAKE).status_code == 303
    before = contents(app)
    tried = [
        head.send(f"{to}/withdrawal", **MISTAKE),
        head.send(to, **FORM, version="1"),
        head.send(f"{to}/correction", **FORM),
        head.send(f"{to}/distinction"),
        head.send(f"{to}/photos", photo=file(jpeg("red"))),
        head.get(f"{to}/edit"),
        head.get(f"{to}/correction/new"),
    ]
    assert [(answer.status_code, answer.headers["Banyen-Reason"]) for answer in tried] == [(409, "gone")] * 7
    assert changed(before, contents(app)) == {}
    page = head.get(to).text
    assert not any(f"{to}/{act}" in page for act in ("edit", "correction", "withdrawal"))
    assert head.send(f"/groups/{world.groups['Na']}/activities", **FORM).status_code == 303, "it is nobody's twin"


def test_a_correction_that_is_taken_back_gives_its_place_back(app: Flask, as_: SignIn, world: World) -> None:
    old, head = world.activities["Na"], as_("head")
    made = head.send(f"/activities/{old}/correction", **FORM, people_present="9").location
    assert met(app, world) == (1, 9, False)
    assert "sẽ được tính lại" in head.get(made).text
    assert head.send(f"{made}/withdrawal", **MISTAKE).status_code == 303
    assert met(app, world) == (1, 4, False)
    assert "không còn được tính" not in head.get(f"/activities/{old}").text
    assert head.send(f"/activities/{old}/correction", **FORM, people_present="7").status_code == 303
    assert met(app, world) == (1, 7, False)


def test_it_waits_on_the_phone_and_is_done_once(as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/activities/{world.activities['Na']}"
    [form] = [form for form in parse(head.get(to).text).iter("form") if form.get("id") == "withdrawal-form"]
    assert form.get("data-outbox")
    sent = item(f"{to}/withdrawal", MISTAKE, queued=True)
    assert [answers(send_batch(head, [sent]))[0]["status"] for _ in range(2)] == [201, 200]


def test_a_mark_of_what_was_taken_back_goes(as_: SignIn, world: World) -> None:
    head, id_ = as_("head"), uuid4()
    to = f"/groups/{world.groups['Na']}/activities"
    assert answers(send_batch(head, [item(to, {**FORM, "id": str(id_)}, queued=True)]))[0]["status"] == 201
    assert "có thể trùng" in head.get("/activities").text
    assert head.send(f"/activities/{world.activities['Na']}/withdrawal", **MISTAKE).status_code == 303
    assert "có thể trùng" not in head.get("/activities").text
