"""Shells: pages that the phone keeps and fills from its pack; the same templates, with tokens for values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from app.clock import today
from app.households import facets
from app.households.forms import DepartureForm, HouseholdForm, ReturnForm
from app.households.queries import Status
from app.households.screens import villages_to_choose
from app.obstacles.forms import ObstacleForm
from app.offline import activity_shells, group_shells
from app.offline.stubs import once, rendered, stub, stub_village
from app.pledges.commitments import commitments_of
from app.pledges.forms import PhotoForm, PledgeForm, WithdrawalForm
from app.policy import Action, Role, can
from app.units.choice import actor_is_in_village
from app.web.access import actor
from app.web.pagination import Page
from app.web.tokens import CLOSE, OPEN, Rows, Token

# How an address writes the brackets of a token that stands in its query.
IN_ADDRESS = {"%E2%9F%A6": OPEN, "%E2%9F%A7": CLOSE}

# Pages that may show a group which only the phone knows.
OF_GROUPS = {Action.GROUP_READ, Action.GROUP_KEEP, Action.ACTIVITY_READ, Action.ACTIVITY_LOG}

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shell:
    """A page of the phone: its template, who has it, and what stands in it."""

    template: str
    action: Action
    context: Callable[[], Context]
    role: Role | None = None  # the only one that has it

    def is_for(self, reader: Any) -> bool:
        """Tell whether the signed-in ``reader`` has this page."""
        return can(reader, self.action) and self.role in {None, reader.role}


def shells() -> dict[str, str]:
    """Return the HTML of every shell that the signed-in person has, by name."""
    return {name: shell(name) for name, about in SHELLS.items() if about.is_for(actor())}


def shell(name: str) -> str:
    """Return the HTML of a shell. Raises KeyError for a name that there is none of."""
    about = SHELLS[name]
    if not current_user.is_authenticated:
        return render_template(about.template)  # nobody's page has nothing to fill, and no script that would
    context = about.context()
    rows = {**context.get("rows", {}), **(once(group_shells.named_rows) if about.action in OF_GROUPS else {})}
    html = render_template(about.template, **{"today": Token("today"), "shell": name, **context, "rows": rows})
    for written, bracket in IN_ADDRESS.items():
        html = html.replace(written, bracket)
    return html


def _nothing() -> Context:
    return {}


def _first() -> Context:
    own = SimpleNamespace(
        signed=Token("signed"), resident=Token("resident"), missing=Token("missing"), nobody=Token("nobody"),
        complete=Token("complete"), without_photo=Token("without_photo"),
    )  # fmt: skip
    return {"own": own, "year": Token("year"), **_list()}


def _list() -> Context:
    """Return what a list of households shows, and its rows, one for each state a household can be in."""
    village = stub_village()
    return {
        "narrowing": SimpleNamespace(village=village, status=None, year=Token("year")),
        "page": SimpleNamespace(rows=Rows("rows")), "next_url": None, "unit": village, "typed": Token("typed"),
        "villages": villages_to_choose(), "counts": SimpleNamespace(resident=Token("resident")),
        "tallies": {"pledge": Token("signed")}, "missing": Token("missing"),
        "nothing": SimpleNamespace(found=Token("found"), missing=Token("complete"), here=Token("here")),
        "rows": _household_rows(),
    }  # fmt: skip


def _household() -> Context:
    household = _stub_household(away_since=Token("away_since"))
    panel = SimpleNamespace(
        year=Token("year"), missing=Token("missing"), open_before=Token("open_before"), pledges=Rows("pledges")
    )
    may = {action.name.lower(): can(actor(), action) for action in (Action.HOUSEHOLD_EDIT, Action.HOUSEHOLD_MOVE)}
    return {
        "household": household, "may": may, "return_form": ReturnForm(formdata=None, on=Token("today")),
        "panels": [(facet, panel) for facet in facets.FACETS.values()], "rows": _pledge_rows(),
    }  # fmt: skip


def _new() -> Context:
    form = HouseholdForm(formdata=None, head_name=Token("name"))
    form.ask_for_village(villages_to_choose())
    return {"form": form, "household": None, "village": current_user.unit if actor_is_in_village(actor()) else None}


def _edit() -> Context:
    household, form = _stub_household(), HouseholdForm(formdata=None)
    for name in ("version", "head_name", "member_count", "birth_year", "phone", "address"):
        form[name].data = Token(name, "phone" if name == "phone" else "")
    return {"form": form, "household": household, "village": household.village}


def _departure() -> Context:
    return {"household": _stub_household(), "form": DepartureForm(formdata=None, on=Token("today"))}


def _pledge() -> Context:
    form = PledgeForm(formdata=None, signed_on=Token("signed_on"), signer_name=Token("head_name"))
    text = commitments_of(today().year)
    return {"household": _stub_household(), "form": form, "year": Token("year"), "text": text}


def _signed() -> Context:
    household = _stub_household()
    pledge = _stub_pledge(
        household=household, household_id=household.id, village_id=household.village.id,
        **{name: Token(name) for name in ("photo_coming", "photo_missing", "photo_elsewhere", "takes_photo")},
    )  # fmt: skip
    return {
        "pledge": pledge, "text": commitments_of(today().year), "finished": Token("finished"),
        "next": stub("Household", id=Token("next_id"), head_name=Token("next_name")),
        "may_sign": can(actor(), Action.PLEDGE_SIGN), "may_withdraw": can(actor(), Action.PLEDGE_WITHDRAW),
        "photo_form": PhotoForm(formdata=None), "withdrawal_form": WithdrawalForm(formdata=None),
    }  # fmt: skip


def _difficulty() -> Context:
    return {"form": ObstacleForm(formdata=None), "unit": current_user.unit}


SHELLS: Mapping[str, Shell] = MappingProxyType(
    {
        "offline": Shell("offline/offline.html", Action.ACCOUNT_OWN, _nothing),
        "outbox": Shell("offline/outbox.html", Action.ACCOUNT_OWN, _nothing),
        "first": Shell("boards/village.html", Action.HOUSEHOLD_READ, _first, Role.VILLAGE_HEAD),
        "households": Shell("households/index.html", Action.HOUSEHOLD_READ, _list),
        "household": Shell("households/household.html", Action.HOUSEHOLD_READ, _household),
        "new": Shell("households/new.html", Action.HOUSEHOLD_ADD, _new),
        "edit": Shell("households/edit.html", Action.HOUSEHOLD_EDIT, _edit),
        "departure": Shell("households/departure.html", Action.HOUSEHOLD_MOVE, _departure),
        "pledge": Shell("pledges/new.html", Action.PLEDGE_SIGN, _pledge),
        "groups": Shell("groups/index.html", Action.GROUP_READ, group_shells.group_list),
        "group": Shell("groups/group.html", Action.GROUP_READ, group_shells.group_page),
        "found": Shell("groups/new.html", Action.GROUP_KEEP, group_shells.new_group),
        "group-edit": Shell("groups/edit.html", Action.GROUP_KEEP, group_shells.edited_group),
        "members": Shell("groups/members.html", Action.GROUP_KEEP, group_shells.joining_members),
        "year": Shell("groups/year.html", Action.GROUP_READ, group_shells.year),
        "book": Shell("activities/book.html", Action.ACTIVITY_READ, activity_shells.book),
        "activities": Shell("activities/index.html", Action.ACTIVITY_READ, activity_shells.log),
        "activity": Shell("activities/activity.html", Action.ACTIVITY_READ, activity_shells.activity),
        "activity-edit": Shell("activities/form.html", Action.ACTIVITY_LOG, activity_shells.edited_activity),
        "correction": Shell("activities/form.html", Action.ACTIVITY_LOG, activity_shells.corrected_activity),
        "choose": Shell("activities/choose.html", Action.ACTIVITY_LOG, activity_shells.choose),
        "log": Shell("activities/form.html", Action.ACTIVITY_LOG, activity_shells.activity_of_group),
        "joint": Shell("activities/form.html", Action.ACTIVITY_LOG, activity_shells.joint_activity),
        "difficulty": Shell("obstacles/new.html", Action.OBSTACLE_RAISE, _difficulty),
        "signed": Shell("pledges/pledge.html", Action.PLEDGE_READ, _signed),
    }
)


def _household_rows() -> dict[str, Markup]:
    away = _stub_household(away_since=Token("away_since"))
    return {
        "sign": _row(status=Status.MISSING),
        "missing": _row(),
        "signed": _row(signed=True, has_photo=True),
        "nophoto": _row(signed=True),
        "promised": _row(signed=True, photo_coming=True),
        "away": _row(household=away),
        "more": rendered("households/_rows.html", page=Page([], None), next_url=Token("more")),
    }


def _row(
    *, status: Status = Status.ALL, household: SimpleNamespace | None = None, signed: bool = False, **mark: bool
) -> Markup:
    """Return the row of a household, signed or not; ``mark`` says what of its photo is so."""
    shown = household or _stub_household()
    about = {"signed_on": Token("signed_on"), "has_photo": False, "photo_coming": False, **mark}
    marks = {"pledge": {shown.id: SimpleNamespace(**about)} if signed else {}}
    page: Page[Any] = Page([shown], None)
    context = {"page": page, "marks": marks, "narrowing": SimpleNamespace(status=status)}
    return rendered("households/_rows.html", **context, shows_village=not actor_is_in_village(actor()))


def _pledge_rows() -> dict[str, Markup]:
    photo_states: dict[str, Context] = {
        "signed": {"photo_id": Token("photo")},
        "nophoto": {},
        "promised": {"photo_coming": True},
    }
    return {
        name: rendered("pledges/_history.html", panel=SimpleNamespace(pledges=[_stub_pledge(**state)]))
        for name, state in photo_states.items()
    }


def _stub_household(**given: Any) -> SimpleNamespace:
    return stub(
        "Household",
        **{
            "id": Token("id"), "head_name": Token("head_name"), "member_count": Token("member_count"),
            "birth_year": Token("birth_year"), "phone": Token("phone"), "address": Token("address"),
            "twin_id": Token("twin"), "village": stub_village(), "village_id": stub_village().id,
            "away_since": None, "resides": Token("resides"), "editor": None, "residences": [], **given,
        },
    )  # fmt: skip


def _stub_pledge(**given: Any) -> SimpleNamespace:
    return stub(
        "Pledge",
        **{
            "id": Token("pledge_id"), "year": Token("year"), "signer_name": Token("signer"), "signer_relation": None,
            "signed_on": Token("signed_on"), "is_valid": True, "photo": None, "photo_id": None, "photo_coming": False,
            "method": None, "author": None, **given,
        },
    )  # fmt: skip
