"""Every page and form of a dossier in every state it can be in: each has an answer, whatever its reader has seen."""

from typing import Any

import pytest
from flask import Flask

from app.clock import today
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.reviews.test_course import YEAR
from tests.world import World

pytestmark = pytest.mark.once  # what leads from state to state is tried over both databases by the other files

Step = tuple[str, str, dict[str, Any]]  # who, which form of the dossier, its fields

WHO = ("head", "police", "district", "province")
APPROVAL = {"decision": "approve"}
RETURN = {"decision": "return", "reason": "Thiếu ảnh"}
REOPENING = {"decision": "reopen", "reason": "Thiếu quy ước"}
EXCEPTION = {"until": f"{today():%Y-%m-%d}", "reason": "Ghi sai ngày"}
TAKEN_BACK: list[Step] = [("head", "taking-back", {})]
RETURNED: list[Step] = [("police", "decision", RETURN)]
PASSED_UP: list[Step] = [("police", "decision", APPROVAL)]
RETURNED_FROM_ABOVE: list[Step] = [*PASSED_UP, ("district", "decision", RETURN)]
APPROVED: list[Step] = [*PASSED_UP, ("district", "decision", APPROVAL)]
STATES: dict[str, list[Step]] = {
    "sent": [],
    "taken back": TAKEN_BACK,
    "returned": RETURNED,
    "passed up": PASSED_UP,
    "returned from above": RETURNED_FROM_ABOVE,
    "approved": APPROVED,
    "with an exception": [*APPROVED, ("district", "exceptions", EXCEPTION)],
    "reopened": [*APPROVED, ("district", "decision", REOPENING)],
}
SEEN: list[dict[str, str]] = [{}, {"number": "1", "transition": "1"}, {"number": "9", "transition": "999999"}]
FORMS: list[tuple[str, dict[str, str]]] = [
    *[("decision", {**fields, **seen}) for fields in (APPROVAL, RETURN, REOPENING) for seen in SEEN],
    ("parts", {"code": "convention", "verdict": "return", "reason": "Thiếu số", "version": "0"}),
    ("parts", {"code": "convention", "verdict": "agree", "version": "7"}),
    ("comments", {"words": "Đã xem"}),
    ("exceptions", EXCEPTION),
    ("taking-back", {}),
]
PAGES = ("", "/versions/1", "/versions/2")
LISTS = ("/", "/reviews", "/submissions", f"/submissions/new?year={YEAR}", f"/timeliness?year={YEAR}", "/notices")


@pytest.mark.parametrize("state", STATES)
def test_every_page_opens_or_says_why_not(as_: SignIn, world: World, state: str) -> None:
    place = _led_to(as_, world, state)
    pages = [*(f"{place}{page}" for page in PAGES), *LISTS]
    answers = {(who, page): as_(who).get(page).status_code for who in WHO for page in pages}
    assert {each: status for each, status in answers.items() if status not in {200, 403, 404}} == {}
    assert {answers[who, place] for who in WHO} == {200}


@pytest.mark.parametrize("number", range(len(FORMS)))
@pytest.mark.parametrize("state", STATES)
def test_every_form_is_done_or_changes_nothing(app: Flask, as_: SignIn, world: World, state: str, number: int) -> None:
    place, (form, fields) = _led_to(as_, world, state), FORMS[number]
    for who in WHO:
        before = contents(app)
        answer = as_(who).send(f"{place}/{form}", **fields)
        assert answer.status_code in {303, 403, 404, 409, 422, 423}, (who, form, fields)
        assert answer.status_code == 303 or changed(before, contents(app)) == {}, (who, form, fields)


def _led_to(as_: SignIn, world: World, state: str) -> str:
    """Bring Na's dossier to a state; return its address."""
    place = f"/reviews/{world.submissions['Na']}"
    for who, form, fields in STATES[state]:
        assert as_(who).send(f"{place}/{form}", **fields).status_code == 303
    return place
