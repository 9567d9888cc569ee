"""What a phone is given to work without a network: the pack, the shells, the service worker, the manifest."""

from flask import Blueprint, Response, abort, current_app, g, jsonify, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.models import User
from app.offline.assessment_pages import assessment_pages
from app.offline.manifest import manifest
from app.offline.pack import commune_pack, read_cursor, village_pack
from app.offline.shells import SHELLS, shell, shells
from app.offline.worker import END, script
from app.policy import Action
from app.units.choice import chosen_village
from app.web.access import actor, public, requires
from app.web.forgery import OWNER

bp = Blueprint("phone", __name__)


@bp.get("/offline/pack")
@requires(Action.HOUSEHOLD_READ)
def pack() -> ResponseReturnValue:
    """Give the households of a village or, to who reads several and names none, the villages with their counts."""
    village = chosen_village(actor(), Action.HOUSEHOLD_READ, request.args.get("village"))
    if village is None:
        return jsonify(commune_pack(actor(), current_user.unit))
    return jsonify(village_pack(actor(), village, read_cursor(request.args.get("since"))))


@bp.get("/offline/shells")
@requires(Action.ACCOUNT_OWN)
def all_shells() -> ResponseReturnValue:
    """Give every shell of the signed-in person in one answer, in which pages that are much alike compress well."""
    return jsonify(shells=shells())


@bp.get("/offline/shells/<name>")
@public
def one_shell(name: str) -> ResponseReturnValue:
    """Give one shell; signed out there is only the page that says what is not on the phone."""
    about = SHELLS.get(name)
    if about is None:
        abort(404)
    if name != "offline":
        if not current_user.is_authenticated:
            abort(401)
        if not about.is_for(actor()):
            abort(403)
    return make_response(shell(name))


@bp.get("/offline/assessments")
@requires(Action.ASSESSMENT_KEEP)
def open_assessments() -> ResponseReturnValue:
    """Give the pages of the open assessments that the signed-in person keeps, unless the phone knows their stamp."""
    stamp, pages = assessment_pages(request.args.get("since"))
    return jsonify(stamp=stamp, pages=pages)


@bp.get("/service-worker.js")
@public
def service_worker() -> ResponseReturnValue:
    """Give the service worker, or the one that ends it where the settings say so."""
    on = current_app.config["SETTINGS"].service_worker
    response = Response(script() if on else END, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/manifest.webmanifest")
@public
def web_manifest() -> ResponseReturnValue:
    """Give the manifest in the person's language."""
    response = jsonify(manifest())
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.after_app_request
def say_whose(response: Response) -> Response:
    """Say on every answer to a signed-in person who that is: a phone keeps no page under another's name.

    Only where the view asked who it is, and without asking the database once more after its transaction has ended.
    """
    if isinstance(g.get("_login_user"), User):
        response.headers[OWNER] = str(session.get("_user_id", "")).partition(".")[0]
    return response
