"""The village dossier: its registration and convention, and the roll of pledges of the households that reside there."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select

from app.extensions import db
from app.households.models import Household
from app.pledges.models import Pledge, SigningMethod
from app.reviews.dossiers.declared import freeze_record, lack_of, place_of, record_of, say_record
from app.reviews.dossiers.frozen import Fields, Frozen, Lack, Part, Subject
from app.standing.kinds import CONVENTION, REGISTRATION
from app.web.filters import day, people

MISSING = {
    REGISTRATION.name: _l("Chưa có đăng ký phấn đấu của năm này."),
    CONVENTION.name: _l("Chưa có quy ước về an ninh, trật tự đang áp dụng."),
}
HOUSEHOLD = "household/"  # the beginning of the key of a household's part


def read(subject: Subject) -> tuple[Frozen, list[Lack]]:
    """Return the two records and the roll as they are now, and what is missing of them.

    The records and the pledges are what an approval covers.
    """
    parts: dict[str, Fields] = {}
    covers, lacks = [], []
    for kind in (REGISTRATION, CONVENTION):
        record = record_of(kind, subject)
        if record:
            parts[kind.name] = freeze_record(kind, record)
            covers.append(record.id)
        else:
            lacks.append(lack_of(kind, subject, MISSING[kind.name]))
    roll = _roll(subject)
    for household, pledge in roll:
        parts[f"{HOUSEHOLD}{household.id}"] = _freeze_household(household, pledge)
        covers += [pledge.id] if pledge else []
    if not any(pledge for _household, pledge in roll):
        lacks.append(Lack(_l("Chưa hộ nào ký cam kết của năm này."), f"/households?village={subject.unit.id}"))
    return Frozen(parts, tuple(covers)), lacks


def say(key: str, fields: Fields, subject: Subject) -> Part:
    """Return a record, or a household with its pledge, in words."""
    if not key.startswith(HOUSEHOLD):
        return say_record(key, fields)
    pledge = fields.get("pledge")
    lines = [(_("Số người"), people(fields["member_count"]))]
    if pledge:
        lines += [
            (_("Ký ngày"), day(date.fromisoformat(pledge["signed_on"]))),
            (_("Người ký"), pledge["signer_name"]),
            (_("Cách ký"), _("trên giấy") if pledge["method"] == SigningMethod.PAPER else _("trên màn hình")),
            (_("Ảnh bản ký"), _("có") if pledge["photo"] else _("không có")),
        ]
    lines = [(_("Chủ hộ"), fields["head_name"]), *lines, (_("Cam kết"), _("đã ký") if pledge else _("chưa ký"))]
    return Part(key, fields["head_name"], tuple(lines), _mark(pledge), place(key, fields, subject), person=True)


def place(key: str, fields: Fields, _subject: Subject) -> str:
    """Return the page of the household, or of the record."""
    if not key.startswith(HOUSEHOLD):
        return place_of(fields)
    return url_for("households.show", household_id=key.removeprefix(HOUSEHOLD))


def address(subject: Subject) -> str:
    """Return where the village head looks at what will be sent."""
    return url_for("submissions.new", kind="village_dossier", unit=subject.unit.id, year=subject.year)


def _roll(subject: Subject) -> list[tuple[Household, Pledge | None]]:
    """Return the households that reside in the village, by given name, each with its valid pledge of the year."""
    signed = and_(Pledge.household_id == Household.id, Pledge.year == subject.year, Pledge.withdrawn_at.is_(None))
    rows = select(Household, Pledge).outerjoin(Pledge, signed)
    mine = rows.where(Household.village_id == subject.unit.id, Household.away_since.is_(None))
    return [(each, pledge) for each, pledge in db.session.execute(mine.order_by(Household.sort_key, Household.id))]


def _freeze_household(household: Household, pledge: Pledge | None) -> Fields:
    frozen: Fields = {"head_name": household.head_name, "member_count": household.member_count}
    if pledge:
        frozen["pledge"] = {
            "id": str(pledge.id), "signed_on": pledge.signed_on.isoformat(), "signer_name": pledge.signer_name,
            "method": pledge.method.value, "photo": pledge.has_photo,
        }  # fmt: skip
    return frozen


def _mark(pledge: Fields | None) -> tuple[str, str]:
    if not pledge:
        return "bad", _("chưa ký")
    if pledge["photo"] or pledge["method"] != SigningMethod.PAPER:
        return "ok", _("đã ký")
    return "need", _("đã ký, chưa có ảnh")
