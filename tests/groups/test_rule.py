"""What the province asks of a regular group: set by it alone, in force at once, for every page and figure."""

from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.groups.models import RegularityRule
from app.groups.queries.rules import rule_in_force
from app.groups.regularity import RULE, MonthState, Verdict, judge
from tests.conftest import SignIn
from tests.structure.answers import typed, why
from tests.world import World

STRICT = {"held": "12", "longest_silence": "0", "fewest": "1"}
H, S = MonthState.HELD, MonthState.SILENT


def stored(app: Flask) -> list[tuple[int, int, int]]:
    with app.app_context():
        rows = db.session.query(RegularityRule).order_by(RegularityRule.id)
        found = [(row.held, row.longest_silence, row.fewest) for row in rows]
        db.session.remove()
    return found


def test_ours_holds_until_the_province_sets_another(app: Flask, as_: SignIn) -> None:
    province = as_("province")
    assert "tỉnh chưa đặt mức khác" in province.get("/admin/group-rule").text
    with app.app_context():
        assert rule_in_force() == RULE
    assert province.send("/admin/group-rule", **STRICT).status_code == 303
    with app.app_context():
        rule = rule_in_force()
    assert (rule.held, rule.longest_silence, rule.fewest) == (12, 0, 1)
    assert judge([H] * 11 + [S], RULE) is Verdict.REGULAR
    assert judge([H] * 11 + [S], rule) is Verdict.IRREGULAR
    assert "tỉnh chưa đặt mức khác" not in province.get("/admin/group-rule").text


def test_pages_and_figures_follow_it(as_: SignIn, world: World) -> None:
    page = f"/groups/{world.groups['Na']}/year"
    assert "ít nhất 9/12" in as_("head").get(page).text
    as_("province").send("/admin/group-rule", **STRICT)
    assert "ít nhất 12/12" in as_("head").get(page).text
    assert "ít nhất 12/12" in as_("district").get(f"/groups/regularity?unit={world.units['An']}").text


def test_the_same_again_changes_nothing_and_another_is_kept_beside_it(app: Flask, as_: SignIn) -> None:
    province = as_("province")
    province.send("/admin/group-rule", held="9", longest_silence="2", fewest="3")
    assert stored(app) == []
    for fields in (STRICT, STRICT, STRICT | {"fewest": "2"}):
        province.send("/admin/group-rule", **fields)
    assert stored(app) == [(12, 0, 1), (12, 0, 2)]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("held", "0", "Một số từ 1 đến 12."),
        ("held", "13", "Một số từ 1 đến 12."),
        ("held", "", "Chưa điền số tháng."),
        ("longest_silence", "-1", "Một số từ 0 đến 11."),
        ("longest_silence", "2,5", "Chỉ gõ chữ số, ví dụ 4."),
        ("fewest", "70", "Một số từ 1 đến 12."),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_its_field(
    app: Flask, as_: SignIn, field: str, text: str, told: str
) -> None:
    answer: Any = as_("province").send("/admin/group-rule", **(STRICT | {field: text}))
    assert (answer.status_code, why(answer, field)) == (422, told)
    assert typed(answer)[field] == text
    assert stored(app) == []


@pytest.mark.parametrize("who", ["head", "police", "district", "admin"])
def test_nobody_else_sets_it(app: Flask, as_: SignIn, who: str) -> None:
    assert as_(who).get("/admin/group-rule").status_code == 403
    assert as_(who).send("/admin/group-rule", **STRICT).status_code == 403
    assert stored(app) == []
