"""How submissions are said: kinds, states, acts, verdicts, how long a step took."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.assessments.labels import period_words
from app.clock import local
from app.criteria.labels import say
from app.reviews.models import Act, State, Submission, Verdict
from app.seals.models import DossierKind

KINDS: dict[DossierKind, LazyString] = {
    DossierKind.VILLAGE_DOSSIER: _l("Hồ sơ bản"),
    DossierKind.COMMUNE_DOSSIER: _l("Đăng ký của xã"),
    DossierKind.ASSESSMENT: _l("Bản tự đánh giá"),
}
STATES: dict[State, LazyString] = {
    State.DRAFT: _l("đang làm"),
    State.SUBMITTED: _l("chờ xét"),
    State.RETURNED: _l("bị trả lại"),
    State.APPROVED: _l("đã duyệt"),
}
# What the approval of each kind seals.
SEALED: dict[DossierKind, LazyString] = {
    DossierKind.VILLAGE_DOSSIER: _l("đăng ký, quy ước và cam kết của các hộ đã gửi"),
    DossierKind.COMMUNE_DOSSIER: _l("đăng ký của xã"),
    DossierKind.ASSESSMENT: _l("bản tự đánh giá và các việc khắc phục đã ghi"),
}
# The mark that each state is shown with: `templates/components/parts.html`, tag.
MARKS = {State.DRAFT: "plain", State.SUBMITTED: "need", State.RETURNED: "bad", State.APPROVED: "ok"}
ACTS: dict[Act, LazyString] = {
    Act.SEND: _l("gửi"),
    Act.TAKE_BACK: _l("rút lại để sửa"),
    Act.APPROVE: _l("đồng ý"),
    Act.RETURN: _l("trả lại"),
    Act.REOPEN: _l("mở lại"),
}
VERDICTS: dict[Verdict, LazyString] = {Verdict.AGREE: _l("Đồng ý"), Verdict.RETURN: _l("Trả lại")}


def title_of(submission: Submission) -> str:
    """Return what a submission is: its kind, and its year or the assessment's period and set."""
    if submission.assessment:
        one = submission.assessment
        return str(_("Tự đánh giá %(period)s: %(set)s", period=period_words(one).lower(),
                     set=say(one.criteria_set.title)))  # fmt: skip
    return str(_("%(kind)s năm %(year)s", kind=KINDS[submission.kind], year=str(submission.year)))


def lasted(since: datetime, until: datetime) -> str:
    """Return how long something took or takes, in days of Vietnam."""
    days = (local(until).date() - local(since).date()).days
    return str(_("trong ngày") if days == 0 else _("%(n)s ngày", n=days))
