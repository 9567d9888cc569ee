"""Signing in, and a new password."""

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import Field, PasswordField
from wtforms.validators import StopValidation

from app.accounts.operations import AccountProblem, check_password
from app.accounts.passwords import LONGEST, SHORTEST, matches
from app.web.forms import Form, Required, TextField


class SignInForm(Form):
    """Username or telephone number, and password."""

    username = TextField(
        _l("Tên đăng nhập hoặc số điện thoại"), most=100, checks=[Required(_l("Chưa điền tên đăng nhập."))]
    )
    password = PasswordField(_l("Mật khẩu"), [Required(_l("Chưa điền mật khẩu."))])


class PasswordForm(Form):
    """The password in use, and the new one twice."""

    current_password = PasswordField(_l("Mật khẩu đang dùng"), [Required(_l("Chưa điền mật khẩu đang dùng."))])
    new_password = PasswordField(_l("Mật khẩu mới"), [Required(_l("Chưa điền mật khẩu mới."))])
    again = PasswordField(_l("Gõ lại mật khẩu mới"), [Required(_l("Chưa gõ lại mật khẩu mới."))])

    guessed_wrong = False  # whether the password in use was typed, and is another

    def validate_current_password(self, field: Field) -> None:
        """Refuse a wrong password."""
        self.guessed_wrong = not matches(str(field.data), current_user.password_hash)
        if self.guessed_wrong:
            raise StopValidation(str(_l("Mật khẩu đang dùng chưa đúng.")))

    def validate_new_password(self, field: Field) -> None:
        """Refuse one that is too short, too long or too simple."""
        try:
            check_password(str(field.data), current_user.username)
        except AccountProblem:
            words = _l(
                "Mật khẩu cần từ %(shortest)s đến %(longest)s ký tự, không lặp lại một chữ, không trùng tên đăng nhập.",
                shortest=SHORTEST, longest=LONGEST,
            )  # fmt: skip
            raise StopValidation(str(words)) from None

    def validate_again(self, field: Field) -> None:
        """Refuse two passwords that differ."""
        if field.data != self.new_password.data:
            raise StopValidation(str(_l("Hai lần gõ mật khẩu mới không giống nhau.")))
