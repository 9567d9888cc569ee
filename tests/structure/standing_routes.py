"""The addresses of standing, for the table in `routes`."""

from app.policy import Role
from tests.structure import standing_forms
from tests.structure.route import CHILDREN, COUNTS, DONE, OWN, About, Open, Route

GRANTS: Open = {Role.COMMUNE_POLICE: CHILDREN, Role.DISTRICT: CHILDREN, Role.PROVINCE: CHILDREN}
DECLARES: Open = {**GRANTS, Role.VILLAGE_HEAD: OWN}

STANDING: dict[str, Route] = {
    "GET /standing": Route(COUNTS, status=DONE),
    "GET /units/<int:unit_id>/standing": Route(COUNTS, About.UNIT),
    "GET /<standing:kind>": Route(COUNTS, About.UNIT, "unit"),
    "GET /<standing:kind>/new": Route(DECLARES, About.PLACE, "unit"),
    "POST /<standing:kind>": Route(
        DECLARES, About.PLACE, "unit", standing_forms.registration, DONE, ("registration:declare",)
    ),
    "GET /<standing:kind>/<uuid:record_id>": Route(COUNTS, About.REGISTRATION),
    "GET /<standing:kind>/<uuid:record_id>/edit": Route(DECLARES, About.REGISTRATION),
    "POST /<standing:kind>/<uuid:record_id>": Route(
        DECLARES, About.REGISTRATION, fields=standing_forms.edited, status=DONE, events=("registration:edit",)
    ),
    "GET /<standing:kind>/<uuid:record_id>/photo": Route(COUNTS, About.DOCUMENT),
    "POST /<standing:kind>/<uuid:record_id>/photo": Route(
        DECLARES,
        About.REGISTRATION,
        fields=standing_forms.document,
        status=DONE,
        events=("attachment:keep", "registration:photo"),
    ),
    "POST /<standing:kind>/<uuid:record_id>/end": Route(
        DECLARES,
        About.CONVENTION,
        fields=standing_forms.ending,
        status=DONE,
        events=("convention:end",),
        kind="conventions",
    ),
    "POST /<standing:kind>/<uuid:record_id>/withdrawal": Route(
        DECLARES,
        About.REGISTRATION,
        fields=lambda _: {"reason": "Ký nhầm hộ"},
        status=DONE,
        events=("registration:withdraw",),
    ),
    "POST /hotspots/<uuid:record_id>/notes": Route(
        GRANTS, About.HOTSPOT, fields=standing_forms.note, status=DONE, events=("hotspot:note",)
    ),
}
