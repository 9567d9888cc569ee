"""What was typed in a form that could not be taken (signed out, stale token): kept, and offered to be sent again."""

import json
from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from app.vietnamese import printable
from app.web.access import is_local
from app.web.addresses import here
from app.web.forgery import from_this_site

SECRET = ("csrf_token", "password", "current_password", "new_password", "again", "kept")
LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A form's address and fields, in the order they were sent."""

    address: str
    fields: list[tuple[str, str]]
    had_file: bool = False

    def sealed(self) -> str:
        """Return the form as signed text that can travel through the sign-in page."""
        return _serializer().dumps([self.address, self.fields, self.had_file])


def kept_form() -> Kept | None:
    """Return this request's form when a person of this site sent it; None when nothing or a stranger's page did."""
    typed_in = request.form.items(multi=True)
    fields = [(printable(name), printable(value, keep="\t\n\r")) for name, value in typed_in if name not in SECRET]
    typed = "csrf_token" in request.form or len(fields) > 0
    size = sum(len(name) + len(value) for name, value in fields)
    if request.method != "POST" or not typed or size > LARGEST or not from_this_site():
        return None
    return Kept(here(), fields, any(file.filename for file in request.files.values()))


def unseal(text: str | None) -> Kept | None:
    """Return the form in ``text`` made by ``Kept.sealed``; None for rubbish."""
    if not text or len(text) > 4 * LARGEST:
        return None
    try:
        address, fields, had_file = _serializer().loads(text)
        kept = Kept(str(address), [(str(name), str(value)) for name, value in fields], bool(had_file))
    except (BadData, ValueError, TypeError, json.JSONDecodeError):
        return None
    return kept if is_local(kept.address) else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="kept-form")
