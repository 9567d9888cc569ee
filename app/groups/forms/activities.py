"""The form of an activity: what was done and when, who was there, what came of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.attachments.fields import PhotosField
from app.clock import today
from app.groups.labels import ACTIVITY_KINDS
from app.groups.models import Activity, ActivityKind
from app.groups.operations.lifespan import OutsideLife, refuse_outside_life
from app.groups.operations.logging import MOST_PHOTOS, ActivityTerms
from app.groups.outcomes import MOST, OUTCOMES, OutcomeKind, outcomes_of
from app.groups.queries.acting import Acting
from app.groups.queries.activities import Present, present
from app.identity import new_id
from app.units.models import Unit
from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import (
    Between,
    DayField,
    IdField,
    LinesField,
    NumberField,
    OptionalAnswer,
    Required,
    StateField,
    TextField,
)  # fmt: skip

MONTHS_BACK = 13
MOST_PRESENT = 10_000
HEADS = 5  # people of one household, and kin and guests with them, that one may bring
NO_KIND = _l("Chọn việc đã làm.")


class ActivityForm(CapturedForm):
    """An activity: only the kind and the day are required. The counts of `OUTCOMES` are added below the class."""

    id = IdField(_l("Mã phiếu"))
    version = NumberField(_l("Lần sửa"), [OptionalAnswer()])
    unit = SelectField(_l("Ở đâu"), choices=[], coerce=str, validate_choice=False)
    kind = StateField(_l("Việc đã làm"), ACTIVITY_KINDS, unknown=NO_KIND, validators=[Required(NO_KIND)])
    held_on = DayField(_l("Ngày làm"), [Required(_l("Chưa điền ngày."))])
    households_present = NumberField(_l("Số hộ có mặt"), [
        OptionalAnswer(), Between(0, MOST_PRESENT, _l("Số từ %(low)s đến %(high)s. Kiểm tra lại.")),
    ])  # fmt: skip
    people_present = NumberField(_l("Số người có mặt"), [
        OptionalAnswer(), Between(0, MOST_PRESENT, _l("Số từ %(low)s đến %(high)s. Kiểm tra lại.")),
    ])  # fmt: skip
    summary = LinesField(_l("Nội dung, kết quả"), most=2000, checks=[OptionalAnswer(), NoPersonalNumbers()])
    plan = TextField(_l("Việc tháng tới"), most=300, checks=[OptionalAnswer(), NoPersonalNumbers()])
    photo = PhotosField(_l("Chụp hoặc chọn ảnh"), most=MOST_PHOTOS)
    photo_coming = NumberField(_l("Số ảnh gửi sau"), [OptionalAnswer()])  # which the phone has and sends by itself
    duplicate_seen = BooleanField(_l("Đã xem, đây là hoạt động khác"))

    acting: Acting | None = None
    former: Activity | None = None

    def ask_for_unit(self, units: Sequence[Unit]) -> None:
        """Offer ``units`` and require a choice, when nothing says who acted."""
        offered = [("", str(_l("Chọn bản hoặc xã"))), *((str(unit.id), unit.full_name) for unit in units)]
        self.unit.choices = [SelectChoice(value, words) for value, words in offered]
        self.unit.validators = [Required(_l("Chọn nhóm, hoặc bản hay xã đã làm việc này."))]
        self.unit.flags.required = True

    def is_of(self, acting: Acting, former: Activity | None = None) -> None:
        """Say who acted, by whom days and counts are judged; ``former`` is what is edited or corrected."""
        self.acting, self.former = acting, former

    def edits(self) -> None:
        """Require the version that the form was opened on: without it an edit could overwrite another's unseen."""
        self.version.validators = [Required(_l("Trang đã cũ. Mở lại hoạt động này rồi sửa."))]

    def validate_held_on(self, field: Field) -> None:
        """Refuse a day ahead and, but for one that is written already, too far back or outside a group's life."""
        if field.data is None:
            return  # it could not be read, and says so
        captured_on = self.captured_on()
        if field.data > captured_on:
            raise StopValidation(str(_l("Ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó.")))
        if self.former and self.former.held_on == field.data:
            return
        if field.data < months_before(captured_on, MONTHS_BACK):
            raise StopValidation(str(_l("Ngày này quá xa: chỉ ghi được trong 13 tháng gần đây. Kiểm tra lại năm.")))
        try:
            refuse_outside_life(self.acting.groups if self.acting else (), field.data)
        except OutsideLife as outside:
            raise StopValidation(str(outside.message)) from None

    def validate_households_present(self, field: Field) -> None:
        """Refuse more households than there are."""
        there = self._present()
        if there and field.data is not None and field.data > there.households:
            raise StopValidation(str(_l("Chỉ có %(most)s hộ. Kiểm tra lại số hộ có mặt.", most=there.households)))

    def validate_people_present(self, field: Field) -> None:
        """Refuse more people than can live there."""
        there = self._present()
        if there and field.data is not None and field.data > there.members * HEADS:
            words = _l("Các hộ chỉ có %(members)s người. Kiểm tra lại số người có mặt.", members=there.members)
            raise StopValidation(str(words))

    def validate_photo(self, field: Field) -> None:
        """Refuse more photos than an activity has, also those that the phone sends later."""
        if (self.photo_coming.data or 0) > MOST_PHOTOS and not field.errors:
            raise StopValidation(str(_l("Nhiều ảnh quá: mỗi lần nhiều nhất %(most)s ảnh.", most=MOST_PHOTOS)))

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self) -> ActivityTerms:
        """Return what was written, once it is valid."""
        kind = ActivityKind(self.kind.data)
        counts = {outcome.name: self[outcome.field].data for outcome in outcomes_of(kind)}
        return ActivityTerms(
            kind, self.held_on.data or today(), self.captured(), self.households_present.data, self.people_present.data,
            self.summary.data, self.plan.data, {name: int(count) for name, count in counts.items() if count},
            photos=self.photo.data or [], photos_promised=max(self.photo_coming.data or 0, 0),
        )  # fmt: skip

    def _present(self) -> Present | None:
        day = self.held_on.data if isinstance(self.held_on.data, date) else today()
        return present(self.acting.groups, self.acting.unit, day) if self.acting else None


class _Outcome:
    """The check of a count: only where the kind has it, in bounds, and no more than what it is a part of."""

    def __init__(self, outcome: OutcomeKind) -> None:
        self.outcome = outcome

    def __call__(self, form: ActivityForm, field: Field) -> None:
        """Raise StopValidation with what to do, or without words where nothing is asked."""
        empty = not field.raw_data or not str(field.raw_data[0]).strip()
        if empty or form.kind.data not in self.outcome.kinds:
            field.errors = []
            raise StopValidation
        if field.errors:
            raise StopValidation  # it could not be read, and says so
        Between(0, MOST, _l("Số từ %(low)s đến %(high)s. Kiểm tra lại."))(form, field)
        if self.outcome.part_of:
            whole = form[f"outcome-{self.outcome.part_of}"]
            if not whole.errors and field.data > (whole.data or 0):
                words = _l("Không thể nhiều hơn “%(whole)s” (%(n)s).", whole=whole.label.text, n=whole.data or 0)
                raise StopValidation(str(words))


for _outcome in OUTCOMES:
    setattr(ActivityForm, _outcome.field, NumberField(_outcome.label, [_Outcome(_outcome)]))


def facts_of(activity: Activity, *, with_words: bool = True) -> dict[str, Any]:
    """Return what stands in an activity as the form shows it; without words, only its kind and its counts."""
    counts = {f"outcome-{outcome.name}": outcome.count for outcome in activity.outcomes}
    facts = {
        "kind": activity.kind.value, "households_present": activity.households_present,
        "people_present": activity.people_present, **counts,
    }  # fmt: skip
    return {**facts, "summary": activity.summary, "plan": activity.plan} if with_words else facts


def months_before(day: date, months: int) -> date:
    """Return the day so many months before, or the first of the next month where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(day.year * 12 + day.month - months, 12)
        return date(year, month + 1, 1)
