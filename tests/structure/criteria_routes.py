"""The addresses of criteria sets: all who are judged by them read them, the province alone sets its own numbers."""

from tests.structure import criteria_forms
from tests.structure.route import JUDGED, PROVINCES, About, Route, by_province

CRITERIA: dict[str, Route] = {
    "GET /criteria": Route(JUDGED),
    "GET /criteria/<int:set_id>": Route(JUDGED, About.OWN_INDICATOR),
    "GET /criteria/<int:set_id>/indicators/<code>/edit": Route(PROVINCES, About.CRITERIA),
    "POST /criteria/<int:set_id>/indicators/<code>": by_province(
        "criteria:adjust", About.CRITERIA, criteria_forms.number
    ),
    "GET /criteria/<int:set_id>/deadline/edit": Route(PROVINCES, About.DEADLINE),
    "POST /criteria/<int:set_id>/deadline": by_province("criteria:deadline", About.DEADLINE, criteria_forms.deadline),
    "GET /criteria/<int:set_id>/indicators/new": Route(PROVINCES, About.CRITERIA),
    "POST /criteria/<int:set_id>/indicators": by_province("criteria:extend", About.CRITERIA, criteria_forms.indicator),
    "POST /criteria/<int:set_id>/indicators/<code>/removal": by_province("criteria:reduce", About.OWN_INDICATOR),
}
