"""Growing delays after failed sign-ins, that never let a stranger shut a village head out.

A device that has signed in to an account before carries a signed mark and has a count of its own. Strangers are
counted per account and address, and all together per account with a short bound, so that guessing from many
addresses stays slow while the owner, on a known phone, notices nothing.
"""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete

from app.accounts.models import FailedSignIns
from app.clock import now
from app.extensions import db
from app.identity import new_id

COOKIE = "device"
KEPT = timedelta(days=400)
FORGOTTEN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Bound:
    """After ``free`` failures the wait starts at 2 s and doubles up to ``longest``."""

    free: int
    longest: timedelta

    def wait(self, count: int) -> timedelta:
        """Return how long to wait after ``count`` failures."""
        over = count - self.free
        return timedelta(0) if over < 0 else min(timedelta(seconds=2 ** min(over + 1, 30)), self.longest)


DEVICE = Bound(free=5, longest=timedelta(minutes=15))
ADDRESS = Bound(free=5, longest=timedelta(minutes=5))
STRANGERS = Bound(free=30, longest=timedelta(seconds=20))


def seconds_to_wait(account: str) -> int:
    """Return how many seconds this device must still wait before trying ``account`` (as typed); 0 for none."""
    rows = [db.session.get(FailedSignIns, key) for key in _keys(account)]
    if rows[0] is None:
        return 0  # whoever has not failed from here yet has a first try, whatever others did to the account
    waits = [(row.wait_until - now()).total_seconds() for row in rows if row and row.wait_until]
    return max(0, math.ceil(max(waits, default=0)))


def count_failure(account: str) -> None:
    """Count one failure of this device for ``account`` and set the next wait; forget what is a day old."""
    db.session.execute(delete(FailedSignIns).where(FailedSignIns.last_at < now() - FORGOTTEN))
    for key, bound in _keys(account).items():
        row = db.session.get(FailedSignIns, key)
        if row is None:
            row = FailedSignIns(key=key, count=0)
            db.session.add(row)
        row.count += 1
        row.last_at = now()
        row.wait_until = _until(row.last_at, bound, row.count)


def forget_failures(account: str) -> None:
    """Clear this device's own count after a success; what strangers did to the account stays counted."""
    own = [key for key, bound in _keys(account).items() if bound is not STRANGERS]
    db.session.execute(delete(FailedSignIns).where(FailedSignIns.key.in_(own)))


def mark_device(response: Response, account: str) -> Response:
    """Let this device be known for ``account`` from now on."""
    known = [*_known_accounts(), _digest("account", account)][-8:]
    value = _serializer().dumps([_device() or str(new_id()), known])
    response.set_cookie(COOKIE, str(value), max_age=KEPT, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def _until(at: datetime, bound: Bound, count: int) -> datetime | None:
    wait = bound.wait(count)
    return at + wait if wait else None


def _keys(account: str) -> dict[str, Bound]:
    if _digest("account", account) in _known_accounts():
        return {_digest("device", account, _device() or ""): DEVICE}
    return {
        _digest("address", account, request.remote_addr or ""): ADDRESS,
        _digest("strangers", account): STRANGERS,
    }


def _digest(*parts: str) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def _device() -> str | None:
    return _mark()[0]


def _known_accounts() -> list[str]:
    return _mark()[1]


def _mark() -> tuple[str | None, list[str]]:
    try:
        device, known = _serializer().loads(request.cookies.get(COOKIE, ""))
    except (BadData, ValueError, TypeError):
        return None, []
    return str(device), [str(account) for account in known]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="device")
