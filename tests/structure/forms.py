"""What to post to an address so that it succeeds, by who posts; groups have theirs in group_forms."""

import hashlib
from io import BytesIO
from typing import Any

from app.clock import today
from tests.world import PASSWORD, id_of, jpeg

Fields = dict[str, Any]


def signing_in(who: str | None) -> Fields:
    """Return a sign-in."""
    return {"username": who or "head", "password": PASSWORD}


def new_password(_who: str | None) -> Fields:
    """Return a password of one's own."""
    return {"current_password": PASSWORD, "new_password": "mot cau de nho", "again": "mot cau de nho"}


def household(_who: str | None) -> Fields:
    """Return a new household."""
    return {"head_name": "Hà Văn Xuân", "member_count": "5", "phone": "0987 654 321", "birth_year": "1970"}


def edited_household(who: str | None) -> Fields:
    """Return a household that is known."""
    return {**household(who), "version": "1"}


def departure(_who: str | None) -> Fields:
    """Return a household that leaves."""
    return {"kind": "moved_out", "on": f"{today():%Y-%m-%d}", "reason": "Về ở với con"}


def pledge(_who: str | None) -> Fields:
    """Return a pledge signed today."""
    return {"signed_on": f"{today():%Y-%m-%d}", "signer_name": "Hà Thị Thu", "signer_relation": "vợ", "method": "paper"}


def chunk(_who: str | None) -> Fields:
    """Return the first and only part of a photo."""
    content = jpeg()
    whole = {"total": str(len(content)), "hash": hashlib.sha256(content).hexdigest()}
    return {"offset": "0", **whole, "chunk": (BytesIO(content), "blob")}


def heartbeat(_who: str | None) -> Fields:
    """Return what waits on a phone."""
    return {"phone": str(id_of("phone")), "waiting": "3", "fixing": "1", "oldest": "2026-01-01T08:00:00Z"}


def batch(_who: str | None) -> Any:
    """Return the JSON of a batch with one item that leads nowhere."""
    return {"items": [{"key": str(id_of("item")), "path": "/nowhere", "fields": []}]}


def no_rescue_file(_who: str | None) -> Fields:
    """Return a file that is no rescue file."""
    return {"file": (BytesIO(b"{}"), "cuu-ho.json")}


def photo(_who: str | None) -> Fields:
    """Return the photo of a page."""
    return {"photo": (BytesIO(jpeg()), "to.jpg")}
