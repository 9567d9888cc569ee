"""The commune's registration: its record of the year, and how many of its villages have registered."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.assessments.labels import figure_words
from app.clock import today
from app.measures.registry import Figure
from app.reviews.dossiers.declared import freeze_record, lack_of, place_of, record_of, say_record
from app.reviews.dossiers.frozen import Fields, Frozen, Lack, Part, Subject
from app.standing.kinds import REGISTRATION
from app.standing.queries import At, tally
from app.units.models import UnitKind

VILLAGES = "villages"
MISSING = _l("Chưa có đăng ký phấn đấu của xã trong năm này.")


def read(subject: Subject) -> tuple[Frozen, list[Lack]]:
    """Return the record and the count of villages as they are now, and whether the record is missing.

    The record is what an approval covers.
    """
    record = record_of(REGISTRATION, subject)
    day = min(date(subject.year, 12, 31), today())
    value, of = tally(subject.unit, REGISTRATION, UnitKind.VILLAGE, At(subject.year, day, day))
    count = {"value": value, "of": of}
    if record is None:
        return Frozen({VILLAGES: count}), [lack_of(REGISTRATION, subject, MISSING)]
    return Frozen({REGISTRATION.name: freeze_record(REGISTRATION, record), VILLAGES: count}, (record.id,)), []


def say(key: str, fields: Fields, subject: Subject) -> Part:
    """Return the record, or the count of villages, in words."""
    if key != VILLAGES:
        return say_record(key, fields)
    figure = Figure(fields["value"], fields["of"])
    mark = ("ok", _("đủ")) if figure.of and figure.value == figure.of else ("need", _("chưa đủ"))
    lines = ((_("Số bản"), figure_words(figure)),)
    return Part(key, _("Các bản đã đăng ký"), lines, mark, place(key, fields, subject))


def place(key: str, fields: Fields, subject: Subject) -> str:
    """Return the page of the record, or of the villages' registrations."""
    if key != VILLAGES:
        return place_of(fields)
    return url_for("standing.index", kind=REGISTRATION, unit=subject.unit.id, year=subject.year)


def address(subject: Subject) -> str:
    """Return where the commune looks at what will be sent."""
    return url_for("submissions.new", kind="commune_dossier", unit=subject.unit.id, year=subject.year)
