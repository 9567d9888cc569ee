"""Plans that cannot be: each refusal names the file, the line and the field, and stores nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.clock import today
from app.extensions import db
from app.units.models import Placement, Unit
from app.web.transaction import begin_writing
from tests.contents import contents
from tests.reorganisations.plans import HEAD, MERGER, reorganise

TOMORROW, YESTERDAY = today() + timedelta(days=1), today() - timedelta(days=1)
SPLIT = """split:
  - from: thu:An
    into:
      - {code: A1, title: xã, name: An Một, with: [thu:Na]}
      - {code: A2, title: xã, name: An Hai}
"""
CASES = {
    "orphan of a split": (HEAD + SPLIT, "sap-xep.yaml:5: split[1]: Bản Pa (thu:Pa) would lie nowhere"),
    "orphan of a parent that ends": (
        HEAD + "merge:\n  - {from: [thu:Một], into: thu:Hai}\nmove:\n  - {unit: thu:Chung, under: thu:Một}\n",
        "sap-xep.yaml:7: move[1]: Xã Chung (thu:Chung) is to lie under Huyện Một (thu:Một), which is not in force then",
    ),
    "villages of a commune that the district takes over": (
        HEAD + "merge:\n  - {from: [thu:An], into: thu:Một}\n",
        "merge[1]: Huyện Một (thu:Một) is a district: it cannot take over a commune, Xã An (thu:An)",
    ),
    "code taken": (
        HEAD.replace("moi", "thu") + "merge:\n  - {from: [thu:Na, thu:Pa], into: {code: Xa, title: bản, name: Gì}}\n",
        "sap-xep.yaml:5: merge[1].into: code thu:Xa is taken, by Bản Xa",
    ),
    "code twice": (
        HEAD + "merge:\n  - {from: [thu:Na], into: {code: X, title: bản, name: Một}}\n"
        "  - {from: [thu:Pa], into: {code: X, title: bản, name: Hai}}\n",
        "sap-xep.yaml:6: merge[2].into.code: X stands here twice",
    ),
    "before a unit began": (
        HEAD.replace(str(today()), "1899-12-31") + "move:\n  - {unit: thu:Na, under: thu:Bình}\n",
        "move[1]: Bản Na (thu:Na) lies where it lies only since 1900-01-01",
    ),
    "in the future": (
        HEAD.replace(str(today()), str(TOMORROW)) + "move:\n  - {unit: thu:Na, under: thu:Bình}\n",
        f"sap-xep.yaml:2: effective: takes effect on {TOMORROW}: run it on that day or later",
    ),
    "a circle of heirs": (
        HEAD + "merge:\n  - {from: [thu:Na], into: thu:Pa}\n  - {from: [thu:Pa], into: thu:Na}\n",
        "sap-xep.yaml:6: merge[2]: Bản Na (thu:Na) is to take over Bản Pa (thu:Pa) and ends itself",
    ),
    "under itself": (
        HEAD + "move:\n  - {unit: thu:Một, under: thu:An}\n",
        "move[1]: Huyện Một (thu:Một) cannot lie under itself, or under what lies below it",
    ),
    "unknown unit": (HEAD + "move:\n  - {unit: thu:Na, under: thu:Không}\n", "move[1].under: thu:Không is no unit"),
    "wrong kind of parent": (
        HEAD + "move:\n  - {unit: thu:Na, under: thu:Hai}\n",
        "move[1]: a village, Bản Na (thu:Na), does not lie under a district, Huyện Hai (thu:Hai)",
    ),
    "wrong kind of heir": (
        HEAD + "merge:\n  - {from: [thu:Na], into: thu:An}\n",
        "merge[1]: Xã An (thu:An) is a commune: it cannot take over a village, Bản Na (thu:Na)",
    ),
    "kinds that differ": (
        HEAD + "merge:\n  - {from: [thu:Na, thu:An], into: {code: X, title: xã, name: Gì, under: thu:Một}}\n",
        "merge[1].into.code: takes over units of several kinds: commune, village",
    ),
    "ends and moves": (
        HEAD + "merge:\n  - {from: [thu:Na], into: thu:Pa}\nmove:\n  - {unit: thu:Na, under: thu:Bình}\n",
        "move[1]: Bản Na (thu:Na) ends in this plan: nothing else can happen to it",
    ),
    "renamed twice": (
        HEAD + "rename:\n  - {unit: thu:Na, name: Một}\n  - {unit: thu:Na, name: Hai}\n",
        "sap-xep.yaml:6: rename[2]: Bản Na (thu:Na) is renamed twice in this plan",
    ),
    "a code that nothing finds": (
        HEAD + "merge:\n  - {from: [thu:Na, thu:Pa], into: {code: X 1, title: bản, name: Gì}}\n",
        "sap-xep.yaml:5: merge[1].into.code: 'X 1' is no code: write it without spaces and colons",
    ),
    "a scheme that nothing finds": (
        HEAD.replace("moi", '"moi:2"') + "merge:\n  - {from: [thu:Na], into: {code: X, title: bản, name: Gì}}\n",
        "sap-xep.yaml:3: scheme: 'moi:2' is no scheme: write it without spaces and colons",
    ),
    "ends twice": (
        HEAD + "merge:\n  - {from: [thu:Na], into: thu:Pa}\n  - {from: [thu:Na], into: thu:Hạ}\n",
        "merge[2]: Bản Na (thu:Na) ends twice in this plan",
    ),
    "lies there already": (
        HEAD + "move:\n  - {unit: thu:Na, under: thu:An}\n", "move[1].under: Bản Na lies there already",
    ),
    "is called so already": (HEAD + "rename:\n  - {unit: thu:Na, name: Na}\n", "rename[1].name: Bản Na is called so"),
    "a province ends": (HEAD + "merge:\n  - {from: [thu:Thử], into: thu:Một}\n", "Tỉnh Thử (thu:Thử) is a province"),
    "no day": (HEAD.replace("effective", "from"), "sap-xep.yaml:1: effective: is missing"),
    "no scheme": (
        HEAD.replace("scheme: moi\n", "") + "merge:\n  - {from: [thu:Na], into: {code: X, title: bản, name: Một}}\n",
        "scheme: is missing: new units have a code in a scheme",
    ),
    "unknown key": (HEAD + "joining: 1\n", "sap-xep.yaml:4: joining: is not known here"),
    "nothing happens": (HEAD, "merge: nothing happens"),
    "no mapping": ("- 1\n", "sap-xep.yaml:1: holds no reorganisation"),
    "account of nobody": (
        MERGER + "accounts:\n  - {username: khong.ai, to: close}\n",
        "accounts[1]: khong.ai is no open account of a unit that ends",
    ),
    "account of a unit that goes on": (
        MERGER + "accounts:\n  - {username: head3, to: close}\n",
        "accounts[1]: head3 is no open account of a unit that ends",
    ),
    "account without a seat": (
        MERGER + "accounts:\n  - {username: police, to: moi:NP}\n",
        "accounts[1]: police is a commune_police: Bản Na Pa is a village",
    ),
    "account in what ends": (
        MERGER + "accounts:\n  - {username: police, to: thu:Bình}\n",
        "accounts[1]: thu:Bình is no unit that is in force then",
    ),
    "nobody who does it": (MERGER, "merge[2]: the households of Bản Na go on in Bản Na Pa: say who does it"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), CASES.values(), ids=CASES)
def test_a_plan_that_cannot_be_is_refused_whole(app: Flask, tmp_path: Path, text: str, words: str) -> None:
    before = contents(app)
    refused = reorganise(app, tmp_path, text, "--yes")
    assert refused.exit_code == 1, refused.output
    assert words in refused.output
    assert contents(app) == before


def test_a_plan_whose_file_is_not_there_is_refused(app: Flask, tmp_path: Path) -> None:
    refused = app.test_cli_runner().invoke(args=["units", "reorganise", str(tmp_path / "khong-co.yaml")])
    assert refused.exit_code == 1
    assert "khong-co.yaml:1: cannot be read" in refused.output


def test_the_same_plan_is_not_done_twice(app: Flask, tmp_path: Path) -> None:
    assert reorganise(app, tmp_path, MERGER, "--yes", "--by", "admin").exit_code == 0
    before = contents(app)
    again = reorganise(app, tmp_path, MERGER, "--yes", "--by", "admin")
    assert again.exit_code == 1
    assert "sap-xep.yaml:2: effective: sap-xep-thu was done already" in again.output
    assert contents(app) == before


def test_days_only_go_forward(app: Flask, tmp_path: Path) -> None:
    assert reorganise(app, tmp_path, HEAD + "rename:\n  - {unit: thu:Na, name: Ná}\n", "--yes").exit_code == 0
    earlier = HEAD.replace("sap-xep-thu", "truoc-do").replace(str(today()), str(YESTERDAY))
    refused = reorganise(app, tmp_path, earlier + "rename:\n  - {unit: thu:Pa, name: Pá}\n", "--yes")
    assert f"before the last reorganisation, of {today()}" in refused.output


def test_nothing_is_kept_of_a_unit_before_it_lay_where_it_lies(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        begin_writing()
        mine = select(Unit.id).where(Unit.code == "Na").scalar_subquery()
        db.session.execute(update(Placement).where(Placement.unit_id == mine).values(valid_from=today()))
        db.session.commit()
    refused = reorganise(app, tmp_path, HEAD + "move:\n  - {unit: thu:Na, under: thu:Bình}\n", "--yes")
    assert f"Bản Na (thu:Na) lies where it lies only since {today()}" in refused.output
