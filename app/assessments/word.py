"""The assessment as a Word document: its paper put into the layout of `templates/assessments/assessment.docx`."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from flask_babel import force_locale
from jinja2 import DebugUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.assessments.models import Assessment
from app.assessments.paper import paper_of
from app.clock import now
from app.config import CHECKOUT
from app.vietnamese import fold, printable

LAYOUT = CHECKOUT / "templates" / "assessments" / "assessment.docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def written(assessment: Assessment) -> BytesIO:
    """Return the assessment as a DOCX: in Vietnamese whatever the page's language, as it goes to an authority.

    What people typed is text and nothing else: it is escaped, and never read as a part of the layout. A name that
    the layout asks for and that nobody gives stays in the document as it is written, to be seen.
    """
    with force_locale("vi"):
        said = asdict(paper_of(assessment))
    made = DocxTemplate(LAYOUT)
    made.render(_plain(said), ImmutableSandboxedEnvironment(undefined=DebugUndefined), autoescape=True)
    about = made.docx.core_properties  # what get_docx() returns after rendering is the layout anew
    about.title, about.created, about.modified = said["title"], now(), now()
    content = BytesIO()
    made.save(content)
    content.seek(0)
    return content


def file_name(assessment: Assessment) -> str:
    """Return what the document is called, in plain ASCII: what it is, by which set, of whom, for which year."""
    words = ["tu danh gia", assessment.set_code, assessment.unit.full_name, str(assessment.year)]
    kept = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(" ".join(words)))
    return "-".join(kept.split()) + ".docx"


def _plain(said: Any) -> Any:
    """Return what is said with its texts as XML can hold them; a line may break, a page may not."""
    match said:
        case str():
            return printable(said.replace("\r\n", "\n"), keep="\n")
        case dict():
            return {name: _plain(value) for name, value in said.items()}
        case list() | tuple():
            return [_plain(value) for value in said]
        case _:
            return said
