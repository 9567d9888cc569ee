"""The form that sets by which day of the year a kind of dossier should be sent."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import StopValidation

from app.accounts.session import me
from app.clock import today
from app.reviews.calendar import Key, keys
from app.web.forms import Form, TextField

LEAP_YEAR = 2024  # so that 29 February would be found, and refused


class SendingDayForm(Form):
    """Which dossiers, and the day as people write it: 5/11; empty for no day."""

    which = StringField(_l("Loại hồ sơ"))
    day = TextField(_l("Hạn gửi hằng năm (ngày/tháng)"), most=5)

    def validate_which(self, field: Field) -> None:
        """Refuse what has no day of its own."""
        if field.data not in self._keys():
            raise StopValidation(str(_l("Chọn loại hồ sơ trong danh sách.")))

    def validate_day(self, field: Field) -> None:
        """Refuse what is no day of every year."""
        if field.data and self._read() is None:
            raise StopValidation(str(_l("Ngày chưa đúng. Gõ ngày/tháng, ví dụ 5/11, hoặc để trống.")))

    def key(self) -> Key:
        """Return which dossiers, once the form is valid."""
        return self._keys()[str(self.which.data)]

    def day_of_year(self) -> str:
        """Return the day as it is kept, "11-05"; empty for none."""
        found = self._read()
        return f"{found:%m-%d}" if found else ""

    def _keys(self) -> dict[str, Key]:
        return keys(me().unit_id, today().year)

    def _read(self) -> date | None:
        day, _slash, month = (self.day.data or "").partition("/")
        try:
            found = date(LEAP_YEAR, int(month), int(day))
        except ValueError:
            return None
        return None if (found.month, found.day) == (2, 29) else found
