"""Shells of groups: the list, a group's page, its forms, who joins it, its months."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup, escape

from app.groups.forms.groups import GroupForm
from app.groups.forms.members import MembersForm
from app.groups.labels import GROUP_KINDS, numbered
from app.groups.models import GroupKind, GroupModel, Standing
from app.groups.queries.groups import Shown, models
from app.groups.queries.rules import rule_in_force
from app.groups.regularity import RULE, MonthState, Verdict
from app.groups.screens import places_to_choose
from app.groups.views.regularity import VERDICTS
from app.offline.stubs import once, rendered, stub, stub_village
from app.policy import Action, can
from app.units.choice import actor_is_in_village
from app.units.models import Unit
from app.web.access import actor
from app.web.pagination import Page
from app.web.tokens import Rows, Token

Context = dict[str, Any]
# The ways in which a strip is told: whether a month counted, whether one was silent, and what it may come to.
STRIPS = {
    "none": (0, 0, [Verdict.EARLY]), "silent": (1, 1, list(Verdict)), "full": (1, 0, [Verdict.EARLY, Verdict.REGULAR]),
}  # fmt: skip


class Month(date):
    """The place of a month, written for people (10/2026) or for a form (2026-10)."""

    def strftime(self, form: str) -> Token:
        """Return the place of the month, written so."""
        return Token("month" if form == "%Y-%m" else "month_words")


def group_list() -> Context:
    """Return what the list of groups shows."""
    return {
        "narrowing": SimpleNamespace(place=None, kind=None, shown=Shown.CURRENT), "typed": Token("typed"),
        "kinds": GROUP_KINDS,
        "page": SimpleNamespace(rows=Rows("rows")), "next_url": None, "counts": {}, "unit": stub_village(),
        "places": once(places_to_choose), "chosen": (), "rows": _group_rows(),
        "nothing": SimpleNamespace(found=Token("found"), here=Token("here")),
    }  # fmt: skip


def group_page() -> Context:
    """Return what a group's page shows; its standing is changed online."""
    group = stub_group(
        standing=Token("standing"), unit=stub_village(), unit_id=stub_village().id, leader_phone=Token("phone"),
        deputy_name=Token("deputy"), deputy_phone=Token("deputy_phone"), model=None,
        founded_on=Token("founded"), kind=None, decision_number=Token("decision"), decision_on=Token("decided"),
        rules_adopted_on=Token("rules"), decision_photo=None,
        editor=None, leaders=[], spells=[],
    )  # fmt: skip
    head = stub("Household", head_name=Token("head_name"))
    member = SimpleNamespace(household=head, household_id=Token("id"), since=Token("since"))
    parts = {
        "member": rendered("groups/_member.html", one=member),
        "leaving": rendered("groups/_leaving.html", one=member, group=group),
    }
    return {
        "group": group, "label": Token("label"), "members": Rows("members"), "former": [], "spell": None,
        "leaving": Rows("leaving"), "some": Token("some"), "year": Rows("year"),
        "kinds": {None: Token("kind_words")}, "may_keep": can(actor(), Action.GROUP_KEEP), "may_log": True, **words(),
        "rows": {**parts, **_strips()},
    }  # fmt: skip


def new_group() -> Context:
    """Return the form that founds a group."""
    form = GroupForm(formdata=None, kind=GroupKind.LIEN_GIA, founded_on=Token("today"))
    places = once(places_to_choose)
    form.offer(places, [model for model in once(all_models) if not model.retired_at])
    return {"form": form, "place": None if places else current_user.unit, "group": None, "taken": None}


def edited_group() -> Context:
    """Return the form of a group that is known."""
    form = GroupForm(formdata=None, kind=Token("kind"))
    form.offer([], once(all_models))
    form.edits()
    tokens = {
        "version": "version", "number": "number", "leader_name": "leader", "deputy_name": "deputy",
        "founded_on": "founded", "decision_number": "decision", "decision_on": "decided", "rules_adopted_on": "rules",
    }  # fmt: skip
    for name, token in tokens.items():
        form[name].data = Token(token)
    for name, token in {"leader_phone": "phone", "deputy_phone": "deputy_phone"}.items():
        form[name].data = Token(token, "phone")
    return {"form": form, "group": stub_group(), "place": stub("Unit", full_name=Token("village")), **_label_alone()}


def joining_members() -> Context:
    """Return the page on which households are ticked that join a group."""
    unit = stub("Unit", full_name=Token("village"), kind="commune")
    household = stub(
        "Household", id=Token("id"), head_name=Token("head_name"), member_count=Token("member_count"),
        village=stub("Unit", full_name=Token("village")),
    )  # fmt: skip
    group = stub_group(unit=unit)
    about = {"group": group, "chosen": set(), "inside": {household.id: Token("inside")}}
    candidate = rendered("groups/_candidate.html", one=household, number=Token("number"), **about)
    return {
        **about, **_label_alone(), "form": MembersForm(formdata=None), "households": Rows("candidates"), "more": False,
        "some": Token("some"), "typed": Token("typed"), "rows": {"candidate": candidate},
        "nothing": SimpleNamespace(found=Token("found"), here=Token("here")),
    }  # fmt: skip


def year() -> Context:
    """Return the months of a group."""
    first = Month(2000, 1, 1)
    rows = {
        f"month-{state[0]}": rendered("groups/_month.html", group=stub_group(), first=first, state=state)
        for state in MonthState
    }
    return {
        "group": stub_group(), "label_of": _label, "year": SimpleNamespace(months=Rows("months")),
        "strip_rows": Rows("year"), "rule": once(rule_in_force),
        "rows": {**rows, **_strips()},
    }  # fmt: skip


def named_rows() -> dict[str, Markup]:
    """Return what a group is called that only this phone knows: each kind and model, and how a number is put to it."""
    kinds = {str(kind): str(name) for kind, name in GROUP_KINDS.items() if kind is not GroupKind.OTHER}
    own = {f"{GroupKind.OTHER}-{model.id}": model.name for model in once(all_models)}
    named = {f"named-{kind}": escape(name) for kind, name in {**kinds, **own}.items()}
    return {**named, "numbered": escape(numbered(Token("kind"), Token("number")))}


def all_models() -> Sequence[GroupModel]:
    """Return the province's models, those too that no new group takes."""
    return models(retired=True)


def stub_group(**given: Any) -> SimpleNamespace:
    """Return what stands for a group."""
    unit = stub("Unit", full_name=Token("village"))
    stubbed = {"id": Token("group"), "leader_name": Token("leader"), "unit": unit, "standing": None, **given}
    return stub("Group", **stubbed)


def words() -> Context:
    """Return what templates call for a group's name and for the count of its households."""
    return {"group_label": _label, "household_count": _count, "label_of": _label}


class _Silent(date):
    """The place of the months in which a group did not meet."""

    def strftime(self, _form: str) -> Token:
        """Return the place."""
        return Token("silent")


def _strips() -> dict[str, Markup]:
    """Return the strip of a group's months in each way in which it can be told, and the figures of the rule."""
    rule = once(rule_in_force)
    figures = [rule.share.numerator, rule.share.denominator, rule.longest_silence, rule.fewest]
    return {"rule": escape(" ".join(map(str, figures)))} | {
        f"{said}-{verdict}": _strip(active, silent, verdict)
        for said, (active, silent, verdicts) in STRIPS.items()
        for verdict in verdicts
    }


def _strip(active: int, silent: int, verdict: Verdict) -> Markup:
    states = [Token(f"state{place}") for place in range(RULE.months)]
    firsts = [SimpleNamespace(month=Token(f"month{place}")) for place in range(RULE.months)]
    months = list(zip(firsts, states, strict=True))
    shown = SimpleNamespace(
        months=months, silent=[_Silent(2000, 1, 1)] * silent, active=Token("active") if active else 0,
        held=Token("held"), verdict=verdict,
    )  # fmt: skip
    return rendered("groups/_year.html", group=stub_group(), year=shown, verdicts=VERDICTS)


def _group_rows() -> dict[str, Markup]:
    """Return the row of a group that is at work, and of one that is suspended."""
    states = {"group": Standing.ACTIVE, "suspended": Standing.SUSPENDED}
    return {name: _group_row(stub_group(standing=standing)) for name, standing in states.items()}


def _group_row(group: SimpleNamespace) -> Markup:
    shown: Context = {"page": Page([group], None), "counts": {}, "next_url": None, **words()}
    return rendered("groups/_rows.html", **shown, narrowing=SimpleNamespace(place=_own_place()))


def _own_place() -> Unit | None:
    return current_user.unit if actor_is_in_village(actor()) else None


def _label_alone() -> Context:
    return {"label": Token("label")}


def _count(_number: object) -> str:
    said: str = ngettext("%(n)s hộ", "%(n)s hộ", 2, n=Token("count"))
    return said


def _label(_group: object) -> Token:
    return Token("label")
