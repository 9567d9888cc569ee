"""The addresses of directives and of notices, for the table in `routes`."""

from app.policy import Role
from tests.structure import directive_forms
from tests.structure.route import ANYWHERE, COUNTS, DONE, JUDGED, OWN, About, Open, Relation, Route

AUTHORS = (Role.COMMUNE_POLICE, Role.DISTRICT, Role.PROVINCE)
GIVERS: Open = dict.fromkeys(AUTHORS, ANYWHERE)
GIVES: Open = dict.fromkeys(AUTHORS, frozenset({Relation.CHILD, Relation.BELOW}))
KEEPS: Open = dict.fromkeys(AUTHORS, OWN)
ANSWERS: Open = dict.fromkeys((Role.VILLAGE_HEAD, Role.COMMUNE_POLICE, Role.DISTRICT), OWN)
TOLD: Open = {**ANSWERS, Role.PROVINCE: OWN}
ONE = "/directives/<uuid:directive_id>"

DIRECTIVES: dict[str, Route] = {
    "GET /notices": Route(JUDGED),
    "POST /notices/<uuid:notice_id>/reading": Route(TOLD, About.NOTICE, status=DONE),
    "POST /notices/<uuid:notice_id>/readings": Route(TOLD, About.NOTICE, status=DONE),
    "GET /directives": Route(JUDGED),
    "GET /directives/new": Route(GIVERS),
    "POST /directives": Route(
        GIVES, About.UNIT, "unit", directive_forms.giving, DONE, ("directive:give", "notice:send")
    ),
    f"GET {ONE}": Route(COUNTS, About.DIRECTIVE),
    f"GET {ONE}/photo": Route(COUNTS, About.DIRECTIVE_PHOTO),
    f"GET {ONE}/document": Route(COUNTS, About.DIRECTIVE_DOCUMENT),
    f"POST {ONE}/reading": Route(ANSWERS, About.DIRECTIVE, status=DONE, events=("directive:read",)),
    f"POST {ONE}/completion": Route(
        ANSWERS, About.DIRECTIVE, fields=directive_forms.completion, status=DONE, events=("directive:complete",)
    ),
    f"POST {ONE}/completion/withdrawal": Route(
        ANSWERS, About.DONE_DIRECTIVE, fields=directive_forms.reason, status=DONE, events=("directive:undo",)
    ),
    f"POST {ONE}/reminders": Route(KEEPS, About.GIVEN, status=DONE, events=("notice:send",)),
    f"POST {ONE}/withdrawal": Route(
        KEEPS,
        About.GIVEN,
        fields=directive_forms.reason,
        status=DONE,
        events=("directive:withdraw", "notice:send"),
    ),
}
