"""The course of dossiers as their people meet it: sent, judged by parts, returned to the field, sealed, reopened."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.audit.models import AuditEvent
from app.clock import now, today
from app.extensions import db
from app.reviews.models import State, Submission
from app.seals.models import Seal, SealException
from tests.client import Client
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World, file, jpeg

YEAR = today().year


def said(answer: object) -> str:
    """Return the text of an answer."""
    return words(parse(answer.text))  # type: ignore[attr-defined]


def state(app: Flask, submission: UUID) -> tuple[State, int]:
    """Return where a submission is, and which version counts."""
    with app.app_context():
        found = db.session.get_one(Submission, submission)
        answer = (found.state, found.number)
        db.session.remove()
    return answer


def approved(as_: SignIn, submission: UUID) -> None:
    """Let the commune and the district agree."""
    for who in ("police", "district"):
        assert as_(who).send(f"/reviews/{submission}/decision", decision="approve").status_code == 303


def test_up_back_and_up_again_until_it_is_sealed(app: Flask, as_: SignIn, world: World) -> None:
    sent = world.submissions["Na"]
    police = as_("police")
    assert "Bản Na" in said(police.get("/reviews"))
    assert "2 hồ sơ chờ bạn xét" in said(police.get("/"))
    household = f"household/{world.households['Cúc']}"
    marked = police.send(f"/reviews/{sent}/parts", code=household, verdict="return", reason="Chưa có ảnh bản ký")
    assert marked.status_code == 303
    refused = police.send(f"/reviews/{sent}/decision", decision="approve")
    assert refused.status_code == 422
    assert "Còn 1 chỗ đang ghi trả lại" in said(refused)
    assert police.send(f"/reviews/{sent}/decision", decision="return").status_code == 303
    assert state(app, sent) == (State.RETURNED, 1)

    head = as_("head")
    first = said(head.get("/"))
    assert "Bị trả lại, cần sửa" in first
    assert "Chưa có ảnh bản ký" in first
    page = said(head.get(f"/households/{world.households['Cúc']}"))
    assert "Xã An trả lại: Chưa có ảnh bản ký" in page
    assert head.send(f"/pledges/{world.pledges['Cúc']}/photo", photo=file(jpeg("red"))).status_code == 303
    summary = said(head.get(f"/submissions/new?year={YEAR}"))
    assert "Khác với lần gửi trước" in summary
    assert "Ảnh bản ký" in summary
    assert head.send("/submissions", year=str(YEAR)).status_code == 303
    assert state(app, sent) == (State.SUBMITTED, 2)

    again = said(as_("police").get(f"/reviews/{sent}"))
    assert "Đổi so với lần gửi trước" in again
    approved(as_, sent)
    assert state(app, sent) == (State.APPROVED, 2)
    compared = said(as_("district").get(f"/reviews/{sent}/versions/2"))
    assert "Ảnh bản ký" in compared


def test_what_is_sealed_is_not_changed_and_additions_are_marked(as_: SignIn, world: World) -> None:
    sent, head = world.submissions["Na"], as_("head")
    approved(as_, sent)
    pledge = world.pledges["Bình"]
    refused = as_("head").send(f"/pledges/{pledge}/withdrawal", reason="Ký nhầm hộ")
    assert refused.status_code == 423
    assert refused.headers["Banyen-Reason"] == "sealed"
    assert "Cán bộ district (Huyện Một) duyệt" in said(refused)
    for place in (f"/registrations/{world.registrations['Na']}", f"/conventions/{world.conventions['Na']}"):
        assert as_("head").send(f"{place}/withdrawal", reason="Ký nhầm hộ").status_code == 423
        assert "Đã niêm theo hồ sơ" in said(as_("head").get(place))
    # What was missing may still come, and a household that had not signed may sign.
    head = as_("head")
    assert head.send(f"/pledges/{world.pledges['Cúc']}/photo", photo=file(jpeg("red"))).status_code == 303
    late = head.send(
        f"/households/{world.households['Ánh']}/pledge", id=str(uuid4()), signed_on=f"{today():%Y-%m-%d}",
        signer_name="Lò Văn Ánh", method="paper", photo=file(jpeg("navy")),
    )  # fmt: skip
    assert late.status_code == 303
    assert "Ghi thêm sau khi hồ sơ của bản đã duyệt" in said(head.get(late.location))
    assert "sau khi hồ sơ của bản đã duyệt" not in said(head.get(f"/pledges/{pledge}"))
    # It stands outside the version that was approved.
    assert "Sổ sách đã đổi từ khi gửi" in said(as_("district").get(f"/reviews/{sent}"))


def test_an_exception_lets_the_unit_change_what_is_sealed_until_it_ends(app: Flask, as_: SignIn, world: World) -> None:
    sent = world.submissions["Na"]
    approved(as_, sent)
    place, until = f"/reviews/{sent}/exceptions", f"{today() + timedelta(days=3):%Y-%m-%d}"
    assert as_("police").send(place, until=until, reason="Ghi sai ngày").status_code == 403
    wrong = as_("district").send(place, until=f"{today() - timedelta(days=1):%Y-%m-%d}", reason="")
    assert wrong.status_code == 422
    assert "Chọn một ngày từ hôm nay" in said(wrong)
    assert as_("district").send(place, until=until, reason="Ghi sai ngày").status_code == 303
    assert "Đơn vị đang được phép sửa" in said(as_("head").get(f"/pledges/{world.pledges['Bình']}"))
    with app.app_context():
        db.session.scalars(select(SealException)).one().until = now() - timedelta(hours=1)
        db.session.commit()
        db.session.remove()
    assert as_("head").send(f"/pledges/{world.pledges['Bình']}/withdrawal", reason="Nhầm").status_code == 423


def test_reopening_breaks_the_seal_and_only_who_approved_last_reopens(app: Flask, as_: SignIn, world: World) -> None:
    sent = world.submissions["Na"]
    approved(as_, sent)
    place = f"/reviews/{sent}/decision"
    assert as_("police").send(place, decision="reopen", reason="Thiếu").status_code == 403
    assert as_("province").send(place, decision="reopen", reason="Thiếu").status_code == 403
    assert as_("district").send(place, decision="reopen").status_code == 422
    assert as_("district").send(place, decision="reopen", reason="Thiếu quy ước").status_code == 303
    assert state(app, sent)[0] is State.RETURNED
    assert as_("head").send(f"/pledges/{world.pledges['Bình']}/withdrawal", reason="Nhầm").status_code == 303
    with app.app_context():
        [seal] = db.session.scalars(select(Seal)).all()
        assert seal.broken_at is not None
        db.session.remove()


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"decision": "return"}, 422, "Ghi vì sao trả lại"),
        ({"decision": "return", "reason": "Thiếu", "due_on": "2020-01-01"}, 422, "Ngày này đã qua"),
        ({"decision": "maybe"}, 422, "Chọn đồng ý hoặc trả lại"),
        ({"decision": "return", "reason": "x" * 3000}, 422, "Dài quá"),
        ({"decision": "return", "reason": "Anh A, số 038095001234"}, 422, "Có số căn cước"),
    ],
)
def test_a_decision_that_cannot_be(
    app: Flask, as_: SignIn, world: World, fields: dict[str, str], status: int, told: str
) -> None:
    sent = world.submissions["Na"]
    answer = as_("police").send(f"/reviews/{sent}/decision", **fields)
    assert answer.status_code == status
    assert told in said(answer)
    if "reason" in fields:
        assert fields["reason"] in answer.text  # nothing typed is lost
    assert state(app, sent) == (State.SUBMITTED, 1)


def test_a_part_is_returned_with_a_reason_or_not_at_all(as_: SignIn, world: World) -> None:
    place = f"/reviews/{world.submissions['Na']}/parts"
    bare = as_("police").send(place, code="convention", verdict="return", htmx=True)
    assert bare.status_code == 422
    assert "Ghi một câu vì sao trả lại" in said(bare)
    assert as_("police").send(place, code="nothing", verdict="agree").status_code == 404


def test_a_word_on_a_part_brings_the_number_of_open_points_and_leads_back_to_the_part(
    as_: SignIn, world: World
) -> None:
    sent, household = world.submissions["Na"], f"household/{world.households['Cúc']}"
    said_one = {"code": household, "verdict": "return", "reason": "Chưa có ảnh"}
    marked = as_("police").send(f"/reviews/{sent}/parts", htmx=True, **said_one)
    assert "1 chỗ ghi trả lại" in said(marked)
    assert 'id="open-count" hx-swap-oob="true"' in marked.text
    plain = as_("police").send(f"/reviews/{sent}/parts", version="1", **said_one)
    _page, _hash, anchor = plain.location.partition("#")
    assert f'id="{anchor}"' in as_("police").get(f"/reviews/{sent}").text


def test_two_who_send_the_same_dossier(app: Flask, as_: SignIn, world: World) -> None:
    assert as_("head").send("/submissions", year=str(YEAR)).status_code == 303  # a second tap changes nothing
    assert state(app, world.submissions["Na"]) == (State.SUBMITTED, 1)
    other = as_("police").send("/submissions", unit=str(world.units["Na"]), year=str(YEAR))
    assert other.status_code == 409
    assert "Cán bộ head đã gửi hồ sơ này" in said(other)


def test_what_the_police_send_of_a_village_goes_straight_to_the_district(app: Flask, as_: SignIn, world: World) -> None:
    sent = world.submissions["Pa"]
    assert as_("head2").send(f"/reviews/{sent}/taking-back").status_code == 303
    assert as_("police").send("/submissions", unit=str(world.units["Pa"]), year=str(YEAR)).status_code == 303
    assert as_("police").send(f"/reviews/{sent}/decision", decision="approve").status_code == 403
    assert as_("district").send(f"/reviews/{sent}/decision", decision="approve").status_code == 303
    assert state(app, sent) == (State.APPROVED, 2)


def test_an_incomplete_dossier_is_refused_with_what_it_lacks(app: Flask, as_: SignIn, world: World) -> None:
    sent = world.submissions["Na"]
    assert as_("head").send(f"/reviews/{sent}/taking-back").status_code == 303
    registration = f"/registrations/{world.registrations['Na']}"
    assert as_("head").send(f"{registration}/withdrawal", reason="Nhầm năm").status_code == 303
    refused = as_("head").send("/submissions", year=str(YEAR), words="Gửi anh xem", htmx=True)
    assert refused.status_code == 422
    assert refused.headers["Banyen-Reason"] == "incomplete"
    assert f'href="/registrations/new?unit={world.units["Na"]}"' in refused.text
    assert "Gửi anh xem" in refused.text
    assert state(app, sent) == (State.DRAFT, 1)


def test_names_are_for_those_whose_step_it_is(as_: SignIn, world: World) -> None:
    sent = world.submissions["Na"]
    assert "Lường Thị Cúc" not in said(as_("district").get(f"/reviews/{sent}"))
    assert as_("police").send(f"/reviews/{sent}/decision", decision="approve").status_code == 303
    assert "Lường Thị Cúc" in said(as_("district").get(f"/reviews/{sent}"))
    for path in ("", "/versions/1"):
        assert "Lường Thị Cúc" not in said(as_("province").get(f"/reviews/{sent}{path}"))


def test_several_village_dossiers_are_agreed_with_at_once_or_none(app: Flask, as_: SignIn, world: World) -> None:
    police = as_("police")
    offered = [box["value"] for box in _inputs(police, "chosen")]
    assert len(offered) == 2  # Na and Pa
    assert (
        police.send(f"/reviews/{world.submissions['Pa']}/parts", code="convention", verdict="agree").status_code == 303
    )
    stale = [offered[0], offered[1].rsplit("/", 1)[0] + "/1"]
    assert police.send("/reviews/approvals", chosen=stale).status_code == 409
    assert {state(app, id_)[0] for id_ in world.submissions.values()} == {State.SUBMITTED}
    assert police.send("/reviews/approvals", chosen=["rubbish"]).status_code == 422
    assert police.send("/reviews/approvals", chosen=offered).status_code == 303
    assert _inputs(as_("police"), "chosen") == []
    assert len(_inputs(as_("district"), "chosen")) == 2


def test_each_move_leaves_one_event(app: Flask, as_: SignIn, world: World) -> None:
    with app.app_context():
        before = len(db.session.scalars(select(AuditEvent)).all())
        db.session.remove()
    approved(as_, world.submissions["Na"])
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[before:]
        assert [each.action for each in events] == ["review:approve", "notice:send", "seal:set", "review:approve"]
        db.session.remove()


def value_of(page: object, name: str) -> str:
    return str(next(e.get("value") for e in page.iter() if e.get("name") == name))  # type: ignore[attr-defined]


def seen_in(answer: TestResponse) -> dict[str, str]:
    """Return what the decision form on a page says that its reader has seen."""
    page = parse(answer.text)
    return {name: value_of(page, name) for name in ("number", "transition")}


def _inputs(client: Client, name: str) -> list[dict[str, str]]:
    return [dict(e.attrib) for e in parse(client.get("/reviews").text).iter() if e.get("name") == name]
