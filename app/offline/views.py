"""What phones send: batches, signs of life, rescue files; who is signed in; receipts."""

from dataclasses import asdict

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from app.accounts.operations import hear_from_phone, notice_phone
from app.accounts.session import me
from app.audit.operations import record
from app.extensions import db
from app.offline import queries, rescue
from app.offline.batch import judge
from app.offline.forms import HeartbeatForm
from app.offline.items import LARGEST, sent_items
from app.offline.ledger import phone_id
from app.offline.models import LedgerEntry
from app.offline.receipts import read_code
from app.offline.subjects import act_of, subject_of
from app.policy import Action
from app.vietnamese import tidy
from app.web.access import actor, get_or_404, online_only, public, requires
from app.web.htmx import render
from app.web.navigation import Entry, add_entry
from app.web.size import takes
from app.web.transaction import begin_writing, begins_late

bp = Blueprint("offline", __name__)
MENU = Entry("offline.find_receipt", _l("Biên nhận"), "document", Action.RECEIPT_READ, order=80, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.app_template_global("receipts_of")
def receipts_of(record_id: object) -> list[tuple[LedgerEntry, str]]:
    """Return the receipts of a record that the person may read, each with what was done, for the record's page."""
    return [(entry, act_of(entry)) for entry in queries.receipts_of(actor(), record_id)]


@bp.get("/offline/session")
@public
def session() -> ResponseReturnValue:
    """Say who is signed in now, and give a token of this session."""
    known = current_user.is_authenticated
    user, name = (str(current_user.id), current_user.display_name) if known else (None, None)
    return jsonify(user=user, name=name, token=generate_csrf())


@bp.post("/offline/batch")
@requires(Action.ACCOUNT_OWN)
@online_only
@begins_late
@takes(LARGEST)
def batch() -> ResponseReturnValue:
    """Judge up to 50 submissions in one transaction, and answer each."""
    items = sent_items()
    begin_writing()
    answers = judge(items)
    notice_phone(me(), phone_id())
    return jsonify(answers=[asdict(answer) for answer in answers])


@bp.post("/offline/heartbeat")
@requires(Action.ACCOUNT_OWN)
@online_only
def heartbeat() -> ResponseReturnValue:
    """Keep what a phone says waits on it."""
    form = HeartbeatForm()
    if not form.validate():
        abort(422)
    hear_from_phone(me(), form.phone_id(), form.backlog())
    return "", 204


@bp.get("/offline/rescue-key")
@public
def rescue_key() -> ResponseReturnValue:
    """Give the public key that a phone locks its rescue file with; also to who is signed out just then."""
    return jsonify(spki=rescue.public_key())


@bp.post("/offline/rescue")
@requires(Action.ACCOUNT_OWN)
@online_only
@begins_late
@takes(rescue.LARGEST)
def open_rescue_file() -> ResponseReturnValue:
    """Unlock a rescue file for the user who made it."""
    file = request.files.get("file")
    rescued = rescue.unlock(file.stream.read() if file else b"", me().id)
    begin_writing()
    record("rescue:open", me(), by=me(), unit_id=me().unit_id)
    return jsonify(items=rescued.items)


@bp.get("/receipts")
@requires(Action.RECEIPT_READ)
def find_receipt() -> ResponseReturnValue:
    """Ask for a receipt's code, or lead to the receipt."""
    typed = request.args.get("code", "")
    code = read_code(typed)
    found = db.session.scalar(queries.readable_receipts(actor()).where(LedgerEntry.receipt == code)) if code else None
    if found:
        return redirect(url_for(".receipt", code=found.receipt), 303)
    return render("offline/receipts.html", typed=tidy(typed[:100]), status=404 if typed else 200)


@bp.get("/receipts/<code>")
@requires(Action.RECEIPT_READ)
def receipt(code: str) -> ResponseReturnValue:
    """Show what was accepted, from whom and when."""
    entry = get_or_404(queries.readable_receipts(actor()).where(LedgerEntry.receipt == read_code(code)))
    return render("offline/receipt.html", entry=entry, act=act_of(entry), subject=subject_of(entry, actor()))
