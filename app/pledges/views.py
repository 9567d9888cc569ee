"""Signing a pledge, and the pledge's page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.attachments.sending import send_photo
from app.clock import now, today
from app.households.models import Household
from app.households.queries import next_missing
from app.identity import new_id
from app.pledges import measures  # noqa: F401 (registers it)
from app.pledges.commitments import commitments_by_code, commitments_of
from app.pledges.forms import PhotoForm, PledgeForm, WithdrawalForm, last_day_of
from app.pledges.household_facet import register_facet
from app.pledges.models import Pledge
from app.pledges.operations import add_photo, sign, withdraw
from app.pledges.queries import valid_pledge
from app.policy import Action, can, visible
from app.seals.models import DossierKind
from app.seals.queries import came_after, seal_of
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see, was_queued

bp = Blueprint("pledges", __name__)
bp.record_once(lambda _state: register_facet())


@bp.get("/households/<uuid:household_id>/pledge/new")
@requires(Action.PLEDGE_SIGN)
def new(household_id: UUID) -> ResponseReturnValue:
    """Show the text of the pledge and the form; who has signed is led to the pledge, who is away to the household."""
    household = _household(household_id)
    if household.away_since is not None:
        return redirect(url_for("households.show", household_id=household.id), 303)
    day = last_day_of(request.args.get("year"))
    signed = valid_pledge(household.id, day.year)
    if signed:
        return redirect(url_for(".show", pledge_id=signed.id), 303)
    form = PledgeForm(formdata=None, id=new_id(), signed_on=day, signer_name=household.head_name)
    return _form(form, household)


@bp.post("/households/<uuid:household_id>/pledge")
@requires(Action.PLEDGE_SIGN)
def create(household_id: UUID) -> ResponseReturnValue:
    """Record the household's pledge, then offer the next household that is missing."""
    household = _household(household_id)
    form = PledgeForm()
    if not form.validate():
        return _form(form, household, 422)
    pledge = sign(household, form.terms(), by=me())
    return see(
        pledge.id, url_for(".show", pledge_id=pledge.id), said=_("Đã ký cho hộ %(name)s.", name=household.head_name)
    )


@bp.get("/pledges/<uuid:pledge_id>")
@requires(Action.PLEDGE_READ)
def show(pledge_id: UUID) -> ResponseReturnValue:
    """Show a pledge and, in the year that runs, offer the next household that is missing."""
    return _page(_find(pledge_id, Action.PLEDGE_READ))


@bp.post("/pledges/<uuid:pledge_id>/withdrawal")
@requires(Action.PLEDGE_WITHDRAW)
def take_back(pledge_id: UUID) -> ResponseReturnValue:
    """Withdraw the pledge with a reason."""
    pledge = _find(pledge_id, Action.PLEDGE_WITHDRAW)
    form = WithdrawalForm()
    if not form.validate():
        return _page(pledge, "pledges/_withdrawal.html", 422, withdrawal_form=form)
    withdraw(pledge, str(form.reason.data), by=me())
    return see(pledge.id, url_for(".show", pledge_id=pledge.id), said=_("Đã rút cam kết. Hộ có thể ký lại."))


@bp.get("/pledges/<uuid:pledge_id>/photo")
@requires(Action.PLEDGE_READ)
def photo(pledge_id: UUID) -> ResponseReturnValue:
    """Send the photo of the signed page to those who may see the household."""
    return send_photo(_find(pledge_id, Action.PLEDGE_READ).photo)


@bp.post("/pledges/<uuid:pledge_id>/photo")
@requires(Action.PLEDGE_SIGN)
def attach(pledge_id: UUID) -> ResponseReturnValue:
    """Add the photo that was still missing, or a better one."""
    pledge = _find(pledge_id, Action.PLEDGE_SIGN)
    form = PhotoForm()
    if not form.validate() or form.photo.data is None:
        reason = "incomplete" if form.incomplete else None
        return _page(pledge, "pledges/_photo.html", 422, reason=reason, photo_form=form)
    add_photo(pledge, form.photo.data, by=me(), queued=was_queued())
    return see(pledge.id, url_for(".show", pledge_id=pledge.id), said=_("Đã lưu ảnh."))


def _household(household_id: UUID) -> Household:
    return get_or_404(visible(actor(), Action.PLEDGE_SIGN, Household).where(Household.id == household_id))


def _find(pledge_id: UUID, action: Action) -> Pledge:
    return get_or_404(visible(actor(), action, Pledge).where(Pledge.id == pledge_id))


def _form(form: PledgeForm, household: Household, status: int = 200) -> ResponseReturnValue:
    year = form.pledge_year()
    context: dict[str, Any] = {"household": household, "form": form, "year": year, "text": commitments_of(year)}
    return render("pledges/new.html", fragment="pledges/_form.html", status=status, **context)


def _page(
    pledge: Pledge, fragment: str | None = None, status: int = 200, reason: str | None = None, **forms: object
) -> ResponseReturnValue:
    village, seal = pledge.household.village, seal_of(pledge.id)
    where = (pledge.village_id, DossierKind.VILLAGE_DOSSIER, pledge.year)
    context: dict[str, Any] = {
        "pledge": pledge, "text": commitments_by_code(pledge.text_code),
        "next": next_missing(actor(), village, today().year, after=pledge.household),
        "may_sign": can(actor(), Action.PLEDGE_SIGN, village),
        "may_withdraw": can(actor(), Action.PLEDGE_WITHDRAW, village),
        "seal": seal, "exempt": seal is not None and seal.exempts(now()),
        "after_approval": seal is None and came_after(pledge.id, *where),
        "photo_form": PhotoForm(formdata=None), "withdrawal_form": WithdrawalForm(formdata=None), **forms,
    }  # fmt: skip
    return render("pledges/pledge.html", fragment=fragment, status=status, reason=reason, **context)
