"""The document of a directive: sent to who may read the directive, under its title; refused by its field."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from app.attachments.models import Attachment
from app.attachments.storage import path_of
from app.directives.models import Directive
from app.extensions import db
from tests.conftest import SignIn
from tests.contents import changed
from tests.directives.test_giving import ID, faults, terms
from tests.papers import docx, pdf, xlsx
from tests.structure.test_bad_input import everything
from tests.world import file, id_of, jpeg


@pytest.mark.parametrize(
    ("content", "ending", "kind"),
    [(pdf(), ".pdf", "pdf"), (docx(), ".docx", "wordprocessingml"), (xlsx(), ".xlsx", "spreadsheetml")],
)
def test_it_is_sent_as_it_came_to_be_saved_and_not_shown(
    as_: SignIn, app: Flask, content: bytes, ending: str, kind: str
) -> None:
    to = f"/directives/{ID}/document"
    sent = terms(document=file(content, "../mật<script>.exe"), photo=file(jpeg()))
    assert as_("police").send("/directives", **sent).status_code == 303
    assert f'href="{to}"' in as_("head").get(f"/directives/{ID}").text
    answer = as_("head").get(to)
    assert (answer.data, answer.status_code) == (content, 200)
    assert kind in str(answer.mimetype)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert quote(f"Rà soát nhóm{ending}") in answer.headers["Content-Disposition"]
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == (
        "nosniff", "private, no-cache",
    )  # fmt: skip
    with app.app_context():
        kept = db.session.scalars(select(Attachment).join(Directive, Directive.document_id == Attachment.id)).all()
        [name] = [each.stored_name for each in kept if path_of(each.stored_name).read_bytes() == content][-1:]
        assert "script" not in name
        assert name.endswith(ending)
        db.session.remove()


def test_who_does_not_read_the_directive_gets_no_document(as_: SignIn) -> None:
    assert as_("police").send("/directives", **terms(document=file(pdf()))).status_code == 303
    assert as_("province").get(f"/directives/{ID}/document").status_code == 200
    for who in ("head3", "police2", "district2"):
        assert as_(who).get(f"/directives/{ID}/document").status_code == 404
    assert as_("head").get(f"/directives/{id_of('done directive Na')}/document").status_code == 404, "it has none"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp này rỗng."),
        (jpeg(), "Chỉ nhận PDF, Word (.docx) hoặc Excel (.xlsx)."),
        (pdf() + bytes(10 * 1024 * 1024), "Văn bản lớn quá 10 MB."),
        (pdf()[:-8], "Văn bản bị hỏng"),
        (docx(vbaProject_bin=b"x"), "Văn bản này có macro"),
    ],
)
def test_what_is_no_document_is_said_by_its_field(as_: SignIn, app: Flask, content: bytes, said: str) -> None:
    before = everything(app)
    answer = as_("police").send("/directives", **terms(document=file(content, "văn bản.pdf")))
    assert answer.status_code == 422
    assert changed(before, everything(app)) == {}
    found = faults(answer.text)
    assert list(found) == ["document"]
    assert found["document"].startswith(said)
    assert "Nêu lý do" in answer.text, "what was typed is still there"


def test_a_document_must_be_chosen_again_when_something_else_was_wrong(as_: SignIn) -> None:
    answer = as_("police").send("/directives", **terms(title="", document=file(pdf())))
    assert (answer.status_code, list(faults(answer.text))) == (422, ["title"])
    assert "chọn lại tệp rồi gửi" in answer.text


def test_the_same_sent_twice_keeps_one_document(as_: SignIn, app: Flask) -> None:
    for _ in range(2):
        assert as_("police").send("/directives", **terms(document=file(pdf()))).status_code == 303
    with app.app_context():
        own = [name for name in db.session.scalars(select(Attachment.stored_name)) if name.endswith(".pdf")]
        assert len(own) == 3, "the cast has two: of a directive, of a comment"
        db.session.remove()
