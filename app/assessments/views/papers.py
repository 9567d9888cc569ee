"""An assessment on paper: a page to be printed, and a Word document."""

from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from app.assessments.paper import paper_of
from app.assessments.views.assessments import bp, find
from app.assessments.word import MEDIA_TYPE, file_name, written
from app.policy import Action
from app.web.access import requires
from app.web.htmx import render


@bp.get("/assessments/<uuid:assessment_id>/paper")
@requires(Action.ASSESSMENT_READ)
def paper(assessment_id: UUID) -> ResponseReturnValue:
    """Show the assessment as a document to be printed."""
    found = find(assessment_id, Action.ASSESSMENT_READ)
    return render("assessments/paper.html", assessment=found, paper=paper_of(found))


@bp.get("/assessments/<uuid:assessment_id>/document")
@requires(Action.ASSESSMENT_READ)
def document(assessment_id: UUID) -> ResponseReturnValue:
    """Send the assessment as a Word document, which may be worked on before it is signed."""
    found = find(assessment_id, Action.ASSESSMENT_READ)
    sent = send_file(written(found), mimetype=MEDIA_TYPE, as_attachment=True, download_name=file_name(found))
    sent.headers["Cache-Control"] = "no-store"
    return sent
