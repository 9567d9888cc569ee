"""Shells of what groups did: the log, an activity, its forms, who acted, a group's book of a year."""

from types import SimpleNamespace
from typing import Any

from flask import url_for
from flask_login import current_user
from markupsafe import Markup, escape

from app.attachments.forms import LatePhotoForm
from app.extensions import db
from app.groups.forms.activities import ActivityForm
from app.groups.forms.withdrawal import WithdrawalForm
from app.groups.labels import ACTIVITY_KINDS
from app.groups.models import ActivityKind
from app.groups.outcomes import OUTCOMES, outcomes_of
from app.groups.queries.activities import units_to_log
from app.households.screens import villages_to_choose
from app.offline.group_shells import Month, stub_group, words
from app.offline.stubs import rendered, stub, stub_village
from app.units.choice import actor_is_in_village
from app.web.access import actor
from app.web.tokens import Rows, Token

Context = dict[str, Any]


class _Day(Token):
    """The place of a day; an address names its month."""

    def strftime(self, _format: str) -> Token:
        """Return the place of the month."""
        return Token("month")


def log() -> Context:
    """Return what the log of a month shows."""
    month = Month(2000, 1, 1)
    whole = {"village": None, "group": None, "kind": None, "outcome": None, "of_figure": False}
    return {
        "narrowing": SimpleNamespace(first=month, **whole), "chosen": (), "next_url": None,
        "log_rows": Rows("log"), "rows": {**_log_rows(), **_kind_rows()},
        "kinds": ACTIVITY_KINDS, "typed": Token("typed"),
        "villages": villages_to_choose(), "today": month, "unit": stub_village(), "counted": Token("activities"),
        "households": Token("households"), "people": Token("people"), "some": Token("some"),
        "nothing": Token("empty"), "before_month": Token("before"), "after": None,
        "before": f"{url_for('activities.index')}?month={Token('before')}",
    }  # fmt: skip


def activity() -> Context:
    """Return what an activity's page shows; what stood there before, and likely twins, are seen online."""
    groups = {
        "by": rendered("activities/_by.html", group=stub_group(unit=stub_village()), **words()),
        "by-other": rendered("activities/_by_other.html", label=Token("label")),
    }
    shown = stub(
        "Activity", id=Token("activity"), held_on=_Day("day"), kind=None,
        unit=stub("Unit", full_name=Token("unit_name")), corrects_id=Token("corrects"), twin_id=Token("twin"),
        groups=Rows("by"), **_withdrawn(),
        households_present=Token("households"), people_present=Token("people"), summary=Token("summary"),
        plan=Token("plan"), photos=[], revisions=[], version=2,
        author=SimpleNamespace(display_name=Token("author")), received_at=Token("received"),
        editor=SimpleNamespace(display_name=Token("editor")), updated_at=Token("edited"),
    )  # fmt: skip
    return {
        "activity": shown, "successor": SimpleNamespace(id=Token("successor")), "kinds": {None: Token("kind_words")},
        "results": [(outcome.label, Token(outcome.field)) for outcome in OUTCOMES], **words(),
        **{name: Token(name) for name in ("may_edit", "only_correct", "may_withdraw", "may_add_photo", "coming")},
        "same": Token("same"), "withdrawal_form": WithdrawalForm(formdata=None),
        "elsewhere": Token("photos"), "photo_form": LatePhotoForm(formdata=None), "rows": {**groups, **_kind_rows()},
    }  # fmt: skip


def edited_activity() -> Context:
    """Return the form of an activity that may still be edited."""
    form = _filled(ActivityForm(formdata=None, held_on=Token("held_on")))
    form["version"].data = Token("version")
    return {**_form(form), "edited": SimpleNamespace(id=Token("activity"))}


def corrected_activity() -> Context:
    """Return the form of an entry that takes the place of another."""
    form = _filled(ActivityForm(formdata=None, held_on=Token("held_on")))
    return {**_form(form), "corrected": SimpleNamespace(id=Token("activity"))}


def book() -> Context:
    """Return a group's book of a year."""
    row = SimpleNamespace(
        id=Token("activity"), held_on=Token("day"), kind=None, corrects_id=Token("corrects"),
        households_present=Token("households"), people_present=Token("people"), summary=Token("words"),
        plan=Token("plan"), withdrawn_at=None,
    )  # fmt: skip
    above = current_user.unit.parent if actor_is_in_village(actor()) else SimpleNamespace(full_name=Token("above"))
    unit = stub("Unit", full_name=Token("village"), kind="village", parent=above)
    withdrawn = SimpleNamespace(**{**vars(row), **_withdrawn()})
    return {
        "group": stub_group(unit=unit), "title": Token("label"), "year": Token("year"), "entries": Rows("entries"),
        "some": Token("some"), "nothing": Token("empty"), "kinds": ACTIVITY_KINDS, "typed": Token("typed"),
        "chosen": [], "narrowing": SimpleNamespace(village=None, kind=None), "villages": villages_to_choose(),
        "rows": {"entry": _entry(row), "entry-withdrawn": _entry(withdrawn), **_kind_rows()},
    }  # fmt: skip


def choose() -> Context:
    """Return what asks who acted."""
    units = db.session.scalars(units_to_log(actor())).all()
    unit = stub("Unit", full_name=Token("village"))
    return {
        "by_unit": Rows("units"), "nothing": Token("here"), "not_found": False, "typed": "",
        "village": None, "villages": villages_to_choose(),
        "units": units, **words(), "rows": {
            "unit": rendered("activities/_unit.html", unit=unit, groups=Rows("groups")),
            "choice": rendered("activities/_choice.html", group=stub_group(), **words()),
        },
    }  # fmt: skip


def activity_of_group() -> Context:
    """Return the form of what a group did."""
    return _new(SimpleNamespace(single=stub_group(), groups=[], unit_alone=None))


def joint_activity() -> Context:
    """Return the form of what several groups did together, or a unit without one."""
    acting = SimpleNamespace(single=None, groups=Rows("groups"), unit_alone=Token("unit"))
    return {**_new(acting), "rows": {"acting": rendered("activities/_acting.html", group=stub_group())}}


def _withdrawn() -> Context:
    return {
        "withdrawn_at": Token("withdrawn"), "withdrawn_reason": Token("why"),
        "withdrawer": SimpleNamespace(display_name=Token("withdrawer")),
    }  # fmt: skip


def _entry(row: SimpleNamespace) -> Markup:
    line = rendered(
        "activities/_entry.html", row=row, number=Token("number"), kinds={None: Token("kind_words")},
        replaced={row.id: Token("replaced")},
        results_of=lambda _row: [(outcome.label, Token(outcome.field)) for outcome in OUTCOMES],
    )  # fmt: skip
    return Markup("<table><tbody>{}</tbody></table>").format(line)


def _new(acting: SimpleNamespace) -> Context:
    form = _filled(ActivityForm(formdata=None, held_on=Token("held_on")))
    silent = SimpleNamespace(month=Token("month"), words=Token("month_words"), first=Token("first"), last=Token("last"))
    last = SimpleNamespace(held_on=Token("last_on"))
    return {**_form(form), "acting": acting, "last": last, "like_url": Token("like_url"), "silent": silent}


def _form(form: ActivityForm) -> Context:
    acting = SimpleNamespace(single=None, groups=[], unit_alone=None)
    return {"form": form, "acting": acting, "names": Token("names"), "outcomes": OUTCOMES}


def _filled(form: ActivityForm) -> ActivityForm:
    """Put places into the fields that a form may begin with."""
    counts = [outcome.field for outcome in OUTCOMES]
    for name in ("kind", "households_present", "people_present", "summary", "plan", *counts):
        form[name].data = Token(name)
    return form


def _log_rows() -> dict[str, Markup]:
    """Return the row of an activity of each kind."""
    told = {name: Token(name) for name in ("activity", "day", "where", "households", "people", "words", "corrects")}
    return {kind: _log_row(kind, name, replaced=Token("replaced"), **told) for kind, name in ACTIVITY_KINDS.items()}


def _log_row(kind: ActivityKind, name: object, **told: Token) -> Markup:
    results = [(outcome.label, Token(outcome.field)) for outcome in outcomes_of(kind)]
    return rendered("activities/_log_item.html", kind=name, results=results, is_withdrawn=Token("withdrawn"), **told)


def _kind_rows() -> dict[str, Markup]:
    """Return what each kind is called, for where a page says no more of it."""
    return {f"kind-{kind}": escape(str(name)) for kind, name in ACTIVITY_KINDS.items()}
