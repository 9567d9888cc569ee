"""Groups in the pack: those for which the person may log, whole, with what they did last."""

from datetime import timedelta
from fractions import Fraction
from random import Random

from flask import Flask
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.groups.models import Activity, Group, Standing
from app.groups.queries.regularity import year_of_group
from app.groups.regularity import RULE, MonthState, Rule, judge
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.offline.test_pack import later, pack_of, rows
from tests.scripts import call_script
from tests.world import World


def test_groups_come_whole_with_what_they_did_last(as_: SignIn, world: World) -> None:
    head = as_("head")
    before = pack_of(head)
    [group] = rows(before["groups"])
    assert (group["id"], group["label"]) == (str(world.groups["Na"]), "Nhóm liên gia tự quản số 1")
    assert (group["number"], group["version"], len(group["year"]), len(before["months"])) == (1, 1, 12, 12)
    done = {each["id"]: each for each in rows(before["activities"])}
    assert [(each["kind"], each["households"], each["people"]) for each in done.values()] == [("meeting", 1, 4)]
    tip = {
        "kind": "tip",
        "held_on": today().isoformat(),
        "people_present": "2",
        "summary": "Tin",
        "outcome-received": "3",
    }
    assert head.send(f"/groups/{world.groups['Na']}/activities", **tip).status_code == 303
    delta = pack_of(head, since=later(before))
    assert (delta["full"], delta["touched"]) == (False, [])
    [latest] = [each for each in rows(delta["activities"]) if each["id"] not in done]
    assert (latest["kind"], latest["people"], latest["summary"], latest["outcomes"]) == (
        "tip",
        2,
        "Tin",
        {"received": 3},
    )
    assert (latest["mine"], latest["counts"], latest["version"], latest["editor"]) == (True, True, 1, None)
    assert [each["mine"] for each in rows(pack_of(as_("police"))["activities"]) if each["id"] == latest["id"]] == [
        False
    ]
    assert [each["village"] for each in rows(pack_of(as_("police"))["groups"])] == ["Bản Na", "Bản Pa"]


def test_a_dissolved_group_and_others_groups_are_not_in_it(as_: SignIn, app: Flask, world: World) -> None:
    with app.app_context():
        db.session.get_one(Group, world.groups["Na"]).standing = Standing.DISSOLVED
        db.session.commit()
        db.session.remove()
    assert rows(pack_of(as_("head"))["groups"]) == []
    assert [each["id"] for each in rows(pack_of(as_("police"))["groups"])] == [str(world.groups["Pa"])]


def test_what_a_group_did_last_is_in_it_however_long_ago_and_what_takes_the_place_of_another(
    as_: SignIn, app: Flask, world: World
) -> None:
    head, group = as_("head"), world.groups["Na"]
    long_ago = today() - timedelta(days=200)
    with app.app_context():
        begin_writing()
        for activity in db.session.scalars(select(Activity)):
            activity.held_on = long_ago
        old = db.session.scalars(select(Activity).where(Activity.groups.any(Group.id == group))).one().id
        db.session.commit()
        db.session.remove()
    assert [(each["id"], each["held_on"]) for each in rows(pack_of(head)["activities"]) if each["groups"]] == [
        (str(old), long_ago.isoformat())
    ]
    told = {"kind": "meeting", "held_on": long_ago.isoformat(), "people_present": "3"}
    assert head.send(f"/activities/{old}/correction", **told).status_code == 303
    [last] = [each for each in rows(pack_of(head)["activities"]) if each["groups"]]
    assert (last["corrects"], last["counts"], last["people"]) == (str(old), True, 3)


def test_months_are_told_as_the_server_judges_them(as_: SignIn, app: Flask, world: World) -> None:
    """The phone reckons from the months of the pack what the server does."""
    rng = Random(9)  # noqa: S311 (the same every time)
    calls, wanted = [], []
    for _case in range(300):
        rule = Rule(
            share=Fraction(rng.randint(1, 12), 12), longest_silence=rng.randint(0, 11), fewest=rng.randint(1, 12)
        )
        states = [rng.choice([*MonthState, MonthState.HELD]) for _month in range(12)]
        figures = [rule.share.numerator, rule.share.denominator, rule.longest_silence, rule.fewest]
        calls.append(["reckoned", "".join(state[0] for state in states), figures])
        wanted.append(judge(states, rule))
    answers = call_script("offline/regularity.js", [[name, list(states), rule] for name, states, rule in calls])
    assert [answer["verdict"] for answer in answers] == wanted
    [group] = rows(pack_of(as_("head"))["groups"])
    with app.app_context():
        year = year_of_group(db.session.get_one(Group, world.groups["Na"]), today(), RULE)
        assert group["year"] == "".join(state[0] for _first, state in year.months)
