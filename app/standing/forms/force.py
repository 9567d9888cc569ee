"""The form of a force in a year: how many it is, how it was rated, how many of it were disciplined."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from app.standing.forms.declaration import DeclarationForm, clean, must
from app.standing.forms.declared import FIRST_YEAR, this_year
from app.standing.labels import EMULATIONS, RATING_STATES, RATINGS
from app.standing.models import Rating
from app.web.capture import refuse_ahead
from app.web.forms import Between, DayField, NumberField, OptionalAnswer, Required, StateField

MOST_PEOPLE = 500
NO_RATING, NO_STATE, NO_TITLE = _l("Chọn một mức."), _l("Chọn: tạm xếp hay chính thức."), _l("Chọn một danh hiệu.")


def _people(label: object, *checks: object) -> NumberField:
    return NumberField(label, [*checks, Between(0, MOST_PEOPLE, _l("Số người từ %(low)s đến %(high)s."))])  # type: ignore[arg-type]


class ForceForm(DeclarationForm):
    """Headcount and rating; discipline as counts, never as names."""

    FACTS: ClassVar[dict[str, str]] = {
        "year": "number", "headcount": "number", "rating": "cards", "rating_state": "cards", "rated_on": "day",
        "emulation": "cards", "reprimanded": "number", "warned_or_more": "number",
    }  # fmt: skip

    year = NumberField(
        _l("Năm"), [Required(_l("Chưa điền năm.")), Between(FIRST_YEAR, this_year, _l("Năm từ %(low)s đến %(high)s."))]
    )
    headcount = _people(_l("Quân số"), Required(_l("Chưa điền quân số.")))
    rating = StateField(_l("Xếp loại"), RATINGS, unknown=NO_RATING, validators=[Required(NO_RATING)])
    rating_state = StateField(_l("Xếp loại này là"), RATING_STATES, unknown=NO_STATE, validators=[Required(NO_STATE)])
    rated_on = DayField(_l("Ngày xếp loại"))
    emulation = StateField(_l("Danh hiệu thi đua"), EMULATIONS, unknown=NO_TITLE, validators=[Required(NO_TITLE)])
    reprimanded = _people(_l("Số người bị khiển trách"), OptionalAnswer())
    warned_or_more = _people(_l("Số người bị cảnh cáo trở lên"), OptionalAnswer())

    def validate_rated_on(self, field: Field) -> None:
        """Ask when it was rated; refuse a day ahead, before the year, or of a force without a rating."""
        if self.rating.data == Rating.UNRATED:
            if field.data:
                raise StopValidation(str(_l("Chưa xếp loại thì để trống ngày.")))
            return
        must(self, "rated_on", _l("Chưa điền ngày xếp loại."))
        refuse_ahead(field.data, self.captured_on())
        year = clean(self.year)
        if field.data and year and field.data.year < year:
            raise StopValidation(str(_l("Ngày xếp loại có trước năm này. Kiểm tra năm và ngày.")))

    def validate_reprimanded(self, field: Field) -> None:
        """Refuse more who were disciplined than there are."""
        self._refuse_more(field.data)

    def validate_warned_or_more(self, field: Field) -> None:
        """Refuse more who were disciplined than there are."""
        self._refuse_more((field.data or 0) + (clean(self.reprimanded) or 0))

    def fact(self, name: str) -> object:
        """Return what is stored of a field: nobody disciplined is 0."""
        value = super().fact(name)
        return value or 0 if name in {"reprimanded", "warned_or_more"} else value

    def _refuse_more(self, disciplined: int | None) -> None:
        people = clean(self.headcount)
        if disciplined and people is not None and disciplined > people:
            raise StopValidation(str(_l("Số người bị kỷ luật nhiều hơn quân số. Kiểm tra các số.")))
