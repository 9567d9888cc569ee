"""What reviewers and senders meet beside the plain course: a second tap, a wrong id, one that was skipped."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.assessments.models import Assessment
from app.clock import now, today
from app.extensions import db
from app.households.models import Household
from app.reviews import queue_screens
from app.reviews.calendar import Key
from app.reviews.dossiers import DOSSIERS
from app.reviews.dossiers.frozen import Subject
from app.reviews.models import Act, State, Submission, SubmissionVersion, Transition
from app.reviews.operations.deciding import Moved, except_from
from app.reviews.timeliness import YEARLY, unsent
from app.seals.models import DossierKind, SealException
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.client import Client
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World, id_of

YEAR = today().year


@pytest.fixture
def stored(app: Flask) -> Iterator[None]:
    """Let a test read and write the database in one piece."""
    with app.app_context():
        begin_writing()
        yield
        db.session.rollback()
        db.session.remove()


def agree(client: Client, submission: UUID) -> str:
    answer = client.send(f"/reviews/{submission}/decision", decision="approve")
    assert answer.status_code == 303
    return str(answer.location)


def mark(client: Client, submission: UUID, part: str) -> str:
    answer = client.send(f"/reviews/{submission}/parts", code=part, verdict="return", reason="Chưa rõ", htmx=True)
    assert answer.status_code == 200
    return str(answer.text)


def send_back(client: Client, submission: UUID) -> None:
    assert client.send(f"/reviews/{submission}/decision", decision="return", reason="Sửa").status_code == 303


def said(client: Client, address: str) -> str:
    return words(parse(client.get(address).text))


def test_the_number_of_open_points_stays_at_the_edge_and_comes_with_each_answer(as_: SignIn, world: World) -> None:
    police, sent = as_("police"), world.submissions["Na"]
    [line] = [e for e in parse(police.get(f"/reviews/{sent}").text).iter("p") if e.get("id") == "open-line"]
    assert "0 chỗ ghi trả lại" in words(line)
    assert [link.get("href") for link in line.iter("a")] == ["#decision-form"]
    assert 'id="open-line" hx-swap-oob="true"' in mark(police, sent, "convention")


@pytest.mark.parametrize("who", ["police", "district"])
def test_enter_in_a_field_of_the_decision_decides_nothing(as_: SignIn, world: World, who: str) -> None:
    sent = world.submissions["Na"]
    if who == "district":  # who reopens
        agree(as_("police"), sent)
        agree(as_("district"), sent)
    page = parse(as_(who).get(f"/reviews/{sent}").text)
    form = next(each for each in page.iter("form") if each.get("id") == "decision-form")
    first = next(each for each in form.iter() if each.get("type") == "submit")
    assert (first.tag, first.get("hidden") is not None, first.get("name")) == ("input", True, None)
    assert as_(who).send(f"/reviews/{sent}/decision", due_on=f"{today():%Y-%m-%d}").status_code == 422


def test_evidence_that_was_taken_back_after_sending_is_told(app: Flask, as_: SignIn, world: World) -> None:
    with app.test_request_context():
        _send_assessment(world, f"registrations/{world.registrations['An']}")
    address = f"/reviews/{id_of('assessment sent')}"
    assert "đã bị rút sau khi gửi" not in said(as_("district"), address)
    withdrawn = f"/registrations/{world.registrations['An']}/withdrawal"
    assert as_("district").send(withdrawn, reason="Ghi nhầm").status_code == 303
    assert "Sổ sách đã đổi từ khi gửi" in said(as_("district"), address)
    assert "đã bị rút sau khi gửi" in said(as_("district"), address)


def test_a_household_that_changed_since_is_shown_beside_what_was_sent(app: Flask, as_: SignIn, world: World) -> None:
    with app.app_context():
        db.session.get_one(Household, id_of("Quàng Thị Bình")).member_count = 9
        db.session.commit()
        db.session.remove()
    page = said(as_("police"), f"/reviews/{world.submissions['Na']}")
    assert "Sổ sách đã đổi từ khi gửi" in page
    assert "4 người 9 người" in page


def test_a_claim_is_said_to_be_of_who_claims(app: Flask, world: World) -> None:
    with app.test_request_context():
        for place, told in (("An", "Xã khai"), ("Na", "Bản khai")):
            one = db.session.get_one(Assessment, world.assessments[place])
            subject, dossier = Subject(one.unit, one.year, one), DOSSIERS[DossierKind.ASSESSMENT]
            key, fields = next(iter(dossier.read(subject)[0].parts.items()))
            assert dossier.say(key, fields, subject).lines[0][0] == told
        db.session.remove()


def test_what_the_police_sent_for_a_village_comes_back_to_both(as_: SignIn, world: World) -> None:
    sent = world.submissions["Pa"]
    assert as_("head2").send(f"/reviews/{sent}/taking-back").status_code == 303
    assert as_("police").send("/submissions", unit=str(world.units["Pa"]), year=str(YEAR)).status_code == 303
    send_back(as_("district"), sent)
    for who in ("police", "head2"):
        first = said(as_(who), "/")
        assert "Bị trả lại, cần sửa" in first
        assert "Bị trả lại, cần sửa rồi gửi lại" in said(as_(who), "/notices")
    assert f"Bản Pa: Hồ sơ bản năm {YEAR}" in said(as_("police"), "/")
    assert "Bị trả lại, cần sửa" not in said(as_("head"), "/")


def test_after_a_decision_one_goes_on_in_the_queue_and_what_was_skipped_stays_skipped(
    as_: SignIn, world: World
) -> None:
    for who, place in (("police", "Na"), ("police", "Pa"), ("police2", "Hạ")):
        agree(as_(who), world.submissions[place])
    na, pa, ha = (world.submissions[place] for place in ("Na", "Pa", "Hạ"))
    assert agree(as_("district"), pa) == f"/reviews/{ha}"  # Na waits longer, and was skipped
    assert agree(as_("district"), ha) == f"/reviews/{na}"
    assert agree(as_("district"), na) == "/reviews"
    reopened = as_("district").send(f"/reviews/{pa}/decision", decision="reopen", reason="Thiếu ảnh")
    assert reopened.location == f"/reviews/{pa}"


def test_what_was_taken_back_counts_as_not_sent(as_: SignIn, world: World) -> None:
    sent = world.submissions["Na"]
    for status, place in ((True, f"/reviews/{sent}/taking-back"), (False, "/submissions")):
        assert as_("head").send(place, year=str(YEAR)).status_code == 303
        board = said(as_("police"), f"/timeliness?kind={YEARLY[0].name}")
        assert ("Chưa gửi (1)" in board) is status
        assert ("Tất cả đã gửi" in board) is not status


@pytest.mark.usefixtures("stored")
def test_an_assessment_that_was_taken_back_is_asked_for_again(world: World) -> None:
    _send_assessment(world, None)
    an = db.session.get_one(Unit, world.units["An"])
    assert db.session.scalars(unsent(an, _key(), YEAR)).all() == []
    db.session.execute(update(Submission).where(Submission.id == id_of("assessment sent")).values(state=State.DRAFT))
    assert db.session.scalars(unsent(an, _key(), YEAR)).all() == [an]


def test_a_part_that_one_does_not_read_is_not_found(as_: SignIn, world: World) -> None:
    part = {"code": f"household/{world.households['Cúc']}", "verdict": "return"}
    answer = as_("district").send(f"/reviews/{world.submissions['Na']}/parts", htmx=True, **part)
    assert answer.status_code == 404


def test_the_id_of_another_dossier_or_line_is_refused(app: Flask, as_: SignIn, world: World) -> None:
    with app.app_context():
        rows = update(Submission).where(Submission.id == world.submissions["Pa"])
        db.session.execute(rows.values(year=YEAR - 1))
        db.session.commit()
        db.session.remove()
    taken = as_("head2").send("/submissions", id=str(world.submissions["Pa"]), year=str(YEAR))
    assert (taken.status_code, taken.headers["Banyen-Reason"]) == (409, "id-taken")
    place = f"/reviews/{world.submissions['Pa']}/comments"
    assert as_("head2").send(place, id=str(id_of("comment Na")), words="Đã rõ").status_code == 409
    mine = str(uuid4())
    for _tap in range(2):
        assert as_("head2").send(place, id=mine, words="Đã rõ").status_code == 303
    assert said(as_("head2"), f"/reviews/{world.submissions['Pa']}").count("Đã rõ") == 1


def test_an_exception_is_granted_once_and_not_from_a_seal_that_was_broken(
    app: Flask, as_: SignIn, world: World
) -> None:
    sent, day = world.submissions["Na"], today() + timedelta(days=3)
    agree(as_("police"), sent)
    agree(as_("district"), sent)
    sealed = said(as_("head"), f"/reviews/{sent}")
    assert sealed.index("Không sửa, không rút được: đăng ký, quy ước và cam kết") < sealed.index("Các lượt xử lý")
    for _tap in range(2):
        asked = {"until": f"{day:%Y-%m-%d}", "reason": "Ghi sai ngày"}
        assert as_("district").send(f"/reviews/{sent}/exceptions", **asked).status_code == 303
    reopened = as_("district").send(f"/reviews/{sent}/decision", decision="reopen", reason="Thiếu ảnh")
    assert reopened.status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(SealException)).all()) == 1
        found, by = db.session.get_one(Submission, sent), db.session.get_one(User, world.users["district"])
        with pytest.raises(Moved):
            except_from(found, now() + timedelta(days=3), "Ghi sai ngày", by=by)
        db.session.rollback()
        db.session.remove()


def test_the_queue_counts_what_it_does_not_show(
    as_: SignIn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(queue_screens, "MOST", 1)
    for who, place in (("police", "Na"), ("police", "Pa"), ("police2", "Hạ")):
        agree(as_(who), world.submissions[place])
    page = said(as_("district"), "/reviews")
    assert "3 hồ sơ chờ bạn xét" in page
    assert "Xã An2" in page
    assert "Xã Bình1" in page
    assert "Còn nữa" in page


@pytest.mark.parametrize("part", ["household", "convention", "both"])
def test_one_returned_part_is_led_to_and_several_by_their_dossier(as_: SignIn, world: World, part: str) -> None:
    sent, household = world.submissions["Na"], f"household/{world.households['Cúc']}"
    for key in {"household": [household], "convention": ["convention"], "both": [household, "convention"]}[part]:
        mark(as_("police"), sent, key)
    send_back(as_("police"), sent)
    page = parse(as_("head").get("/").text)
    card = next(each for each in page.iter("section") if each.get("id") == "returned")
    [address] = [link.get("href") for link in card.iter("a")]
    assert address == {
        "household": f"/households/{world.households['Cúc']}", "convention": f"/conventions/{world.conventions['Na']}",
        "both": f"/reviews/{sent}",
    }[part]  # fmt: skip
    assert "Xã An trả lại: Chưa rõ" in said(as_("head"), str(address)) or part == "both"


def test_of_several_that_are_agreed_with_those_that_moved_are_named_and_the_others_stay_chosen(
    as_: SignIn, world: World
) -> None:
    boxes = _boxes(as_("police").get("/reviews").text)
    assert as_("head2").send(f"/reviews/{world.submissions['Pa']}/taking-back").status_code == 303
    assert as_("head2").send("/submissions", year=str(YEAR)).status_code == 303
    refused = as_("police").send(f"/reviews/approvals?unit={world.units['An']}", chosen=list(boxes))
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (409, "version")
    assert "Bản Pa: Cán bộ head2 vừa xử lý hồ sơ này" in words(parse(refused.text))
    assert "Bản Na: " not in words(parse(refused.text))
    kept = [value for value, ticked in _boxes(refused.text).items() if ticked]
    assert [value.split("/")[0] for value in kept] == [str(world.submissions["Na"])]


def _boxes(text: str) -> dict[str, bool]:
    boxes = [each for each in parse(text).iter("input") if each.get("name") == "chosen"]
    return {str(each.get("value")): each.get("checked") is not None for each in boxes}


def _key() -> Key:
    return Key(DossierKind.ASSESSMENT, YEARLY[1].unit_kind)


def _send_assessment(world: World, evidence: str | None) -> None:
    """Let An's assessment, incomplete as it is, wait for the district, its first indicator with some evidence."""
    begin_writing()
    assessment = db.session.get_one(Assessment, world.assessments["An"])
    subject = Subject(assessment.unit, assessment.year, assessment)
    content = DOSSIERS[DossierKind.ASSESSMENT].read(subject)[0].stored()
    content["parts"][0]["fields"]["records"] = [evidence] if evidence else []
    id_, by, district = id_of("assessment sent"), world.users["police"], world.units["Một"]
    db.session.add(
        Submission(
            id=id_, kind=DossierKind.ASSESSMENT, unit_id=assessment.unit_id, year=assessment.year,
            assessment_id=assessment.id, state=State.SUBMITTED, number=1, step=0, created_by=by, waiting_since=now(),
            waiting_unit_id=district, chain=[{"unit_id": district, "act": "decide", "days": None}],
        )
    )  # fmt: skip
    db.session.flush()
    db.session.add(SubmissionVersion(submission_id=id_, number=1, content=content, sha256="0" * 64, sent_by=by))
    moved = {"act": Act.SEND, "step": 0, "by": by, "unit_id": assessment.unit_id}
    db.session.add(Transition(submission_id=id_, number=1, **moved))
    db.session.flush()
    if evidence:
        db.session.commit()
        db.session.remove()
