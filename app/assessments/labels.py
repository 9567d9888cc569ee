"""How assessments are said: stances, results, posts, gaps, figures, claims."""

from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.assessments.cards import Card, Gap
from app.assessments.claims import Claim
from app.assessments.models import Assessment, Post
from app.criteria.evaluation import IndicatorTest, Result, needed
from app.criteria.labels import say
from app.criteria.models import Indicator
from app.measures.registry import Figure
from app.web.filters import day, number


class Stance(StrEnum):
    """What is chosen first in an answer."""

    YES = "yes"
    NO = "no"
    NONE = "none"
    SOME = "some"
    NOT_APPLICABLE = "not_applicable"


ANSWER = _l("Trả lời")
UNANSWERED = _l("chưa trả lời")
OTHERWISE = _l("Khác sổ sách")
NOT_APPLICABLE = _l("Không áp dụng")
STANCES: dict[IndicatorTest, dict[Stance, LazyString]] = {
    IndicatorTest.YES_NO: {Stance.YES: _l("Đạt"), Stance.NO: _l("Chưa đạt")},
    IndicatorTest.NONE_OF: {Stance.NONE: _l("Không có vụ nào"), Stance.SOME: _l("Có vụ việc")},
}
RESULTS: dict[Result, LazyString] = {
    Result.MET: _l("Đạt"),
    Result.NOT_MET: _l("Chưa đạt"),
    Result.NOT_APPLICABLE: NOT_APPLICABLE,
    Result.UNDETERMINED: _l("Chưa xác định"),
}
# The mark that each result is shown with: `templates/components/parts.html`, tag.
MARKS = {Result.MET: "ok", Result.NOT_MET: "bad", Result.NOT_APPLICABLE: "plain", Result.UNDETERMINED: "need"}
POSTS: dict[Post, LazyString] = {
    Post.CHAIR: _l("Chủ tịch Uỷ ban nhân dân xã"),
    Post.VICE_CHAIR: _l("Phó Chủ tịch Uỷ ban nhân dân xã"),
    Post.PARTY_SECRETARY: _l("Bí thư Đảng uỷ xã"),
    Post.POLICE_CHIEF: _l("Trưởng Công an xã"),
    Post.POLICE_DEPUTY: _l("Phó Trưởng Công an xã"),
    Post.FRONT: _l("Chủ tịch Uỷ ban Mặt trận Tổ quốc xã"),
    Post.VILLAGE_SECRETARY: _l("Bí thư chi bộ bản"),
    Post.VILLAGE_HEAD: _l("Trưởng bản"),
    Post.TEAM_LEADER: _l("Tổ trưởng tổ bảo vệ an ninh, trật tự"),
}
GAPS: dict[Gap, LazyString] = {
    Gap.ANSWER: UNANSWERED,
    Gap.NOTE: _l("khác sổ sách, chưa giải thích"),
    Gap.REMEDY: _l("chưa đạt, chưa có việc khắc phục"),
}


def period_words(assessment: Assessment) -> str:
    """Return the period: the year, or its first and last day where it is no calendar year."""
    first, last = assessment.first, assessment.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(_("Năm %(year)s", year=str(last.year)))
    return str(_("Kỳ %(first)s đến %(last)s", first=day(first), last=day(last)))


def figure_words(figure: Figure) -> str:
    """Return a figure as people read it: 9 of 12 (75 %), a count, or that there is nothing to count."""
    if figure.of is None:
        return number(figure.value)
    if not figure.of:
        return str(_("chưa có số liệu"))
    share = round(100 * figure.value / figure.of) if figure.value < figure.of else 100
    exact = min(share, 99) if figure.value < figure.of else share
    return str(_("%(n)s trên %(all)s (%(share)s%%)", n=number(figure.value), all=number(figure.of), share=exact))


def needed_words(indicator: Indicator, of: int | None) -> str | None:
    """Return how many of ``of`` the indicator's share needs; None where it asks for no share."""
    share = indicator.demand.share
    if share is None or not of:
        return None
    return str(_("cần %(n)s", n=number(needed(share, of))))


def claim_words(indicator: Indicator, claim: Claim) -> list[str]:
    """Return what an answer says, a line for each thing."""
    if claim.not_applicable:
        return [str(NOT_APPLICABLE)]
    lines = []
    if claim.yes is not None:
        lines.append(str(STANCES[IndicatorTest.YES_NO][Stance.YES if claim.yes else Stance.NO]))
    if claim.incidents is not None:
        lines += _incident_lines(indicator, claim) or [str(STANCES[IndicatorTest.NONE_OF][Stance.NONE])]
    lines += _figure_lines(indicator, claim)
    if claim.value is not None:
        lines.append(number(claim.value))
    if claim.last_year is not None:
        lines.append(str(_("kỳ trước %(n)s", n=number(claim.last_year))))
    waivers = {waiver["code"]: say(waiver["label"]) for waiver in indicator.waivers or ()}
    for code, words in claim.waivers.items():
        said = _("Miễn trừ: %(waiver)s", waiver=waivers.get(code, code))
        lines.append(f"{said} ({words})" if words else said)
    return lines


def _incident_lines(indicator: Indicator, claim: Claim) -> list[str]:
    names = {incident["code"]: say(incident["label"]) for incident in indicator.incidents or ()}
    waivers = {waiver["code"]: say(waiver["label"]) for waiver in indicator.waivers or ()}
    lines = []
    for each in claim.incidents or ():
        said = _("%(what)s: %(n)s vụ", what=names.get(each.code, each.code), n=number(each.count))
        if each.waiver:
            waived = waivers.get(each.waiver, each.waiver)
            said = _("%(said)s, được miễn: %(waiver)s (%(why)s)", said=said, waiver=waived,
                     why=each.words or "")  # fmt: skip
        lines.append(said)
    return lines


def _figure_lines(indicator: Indicator, claim: Claim) -> list[str]:
    kinds = [say(kind) for kind in indicator.kinds or ()] or [""]
    lines = []
    for kind, (part, whole) in zip(kinds, claim.figures, strict=False):
        if whole:
            said = figure_words(Figure(part, whole))
            lines.append(f"{kind}: {said}" if kind else said)
    return lines if lines or not claim.figures else [figure_words(Figure(0, 0))]


def gap_words(card: Card) -> str:
    """Return what a card lacks."""
    return str(GAPS[card.gap]) if card.gap else ""
