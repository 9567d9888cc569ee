"""Vietnamese telephone numbers, stored in one form (E.164)."""

import phonenumbers
from phonenumbers import PhoneNumberFormat

LONGEST = 30


class NotVietnamese(ValueError):
    """What was typed is no Vietnamese telephone number."""


def normalise(raw: str) -> str:
    """Return the number in the form +84912345678.

    Takes +84, 84 and 0 in front, and spaces, dots or dashes between. Raises NotVietnamese for anything else.
    """
    text = raw.strip()
    digits = "".join(char for char in text if char.isdigit())
    if not digits or len(text) > LONGEST or any(char.isalpha() for char in text):
        raise NotVietnamese(raw)
    if digits.startswith("84") and len(digits) >= 11 and not text.startswith("+"):
        text = f"+{text}"
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        raise NotVietnamese(raw) from None
    if number.country_code != 84 or number.extension or not phonenumbers.is_valid_number(number):
        raise NotVietnamese(raw)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def pretty(e164: str) -> str:
    """Return the number as people write it, "0912 345 678"; what is no number comes back as it is."""
    if not e164.startswith("+84"):
        return e164
    number = f"0{e164[3:]}"
    return f"{number[:4]} {number[4:7]} {number[7:]}".strip()
