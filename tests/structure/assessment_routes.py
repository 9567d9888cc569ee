"""The addresses of assessments and remedies: kept by the unit itself and its commune, read by all above."""

from app.policy import Role
from tests.structure import assessment_forms
from tests.structure.route import COUNTS, DONE, DOWN, OWN, About, Open, Route

KEEPS: Open = {Role.VILLAGE_HEAD: OWN, Role.COMMUNE_POLICE: DOWN}
ONE = "/assessments/<uuid:assessment_id>"
ANSWER = f"{ONE}/answers/<code>"
REMEDY = "/remedies/<uuid:remedy_id>"

ASSESSMENTS: dict[str, Route] = {
    "GET /offline/assessments": Route(KEEPS),
    "GET /assessments": Route(COUNTS, About.UNIT, "unit"),
    "GET /assessments/grid": Route(COUNTS, About.UNIT, "unit"),
    "GET /assessments/new": Route(KEEPS, About.PLACE, "unit"),
    "POST /assessments": Route(KEEPS, About.PLACE, "unit", assessment_forms.beginning, DONE, ("assessment:begin",)),
    f"GET {ONE}": Route(COUNTS, About.ASSESSMENT),
    f"GET {ONE}/paper": Route(COUNTS, About.ASSESSMENT),
    f"GET {ONE}/document": Route(COUNTS, About.ASSESSMENT),
    f"GET {ONE}/trend": Route(COUNTS, About.ASSESSMENT),
    f"POST {ONE}/withdrawal": Route(
        KEEPS,
        About.ASSESSMENT,
        fields=lambda _: {"reason": "Ký nhầm hộ"},
        status=DONE,
        events=("assessment:withdraw",),
    ),
    f"GET {ANSWER}": Route(COUNTS, About.ASSESSMENT),
    f"POST {ANSWER}": Route(
        KEEPS, About.ASSESSMENT, fields_of=assessment_forms.answer, status=DONE, events=("assessment:answer",)
    ),
    f"GET {ANSWER}/photos/<int:number>": Route(COUNTS, About.ANSWER),
    f"POST {ANSWER}/photos": Route(
        KEEPS, About.ANSWER, fields=assessment_forms.photo, status=DONE, events=("attachment:keep", "assessment:photo")
    ),
    "GET /remedies": Route(COUNTS, About.UNIT, "unit"),
    f"GET {ONE}/remedies/new": Route(KEEPS, About.ASSESSMENT),
    f"POST {ONE}/remedies": Route(
        KEEPS, About.ASSESSMENT, fields_of=assessment_forms.remedy, status=DONE, events=("remedy:plan",)
    ),
    f"GET {REMEDY}": Route(COUNTS, About.REMEDY),
    f"GET {REMEDY}/edit": Route(KEEPS, About.REMEDY),
    f"POST {REMEDY}": Route(
        KEEPS, About.REMEDY, fields=assessment_forms.replanned, status=DONE, events=("remedy:edit",)
    ),
    f"POST {REMEDY}/notes": Route(
        KEEPS, About.REMEDY, fields=assessment_forms.progress, status=DONE, events=("remedy:note",)
    ),
    f"POST {REMEDY}/completion": Route(
        KEEPS, About.REMEDY, fields=assessment_forms.completion, status=DONE, events=("remedy:finish",)
    ),
    f"POST {REMEDY}/withdrawal": Route(
        KEEPS, About.REMEDY, fields=lambda _: {"reason": "Ký nhầm hộ"}, status=DONE, events=("remedy:withdraw",)
    ),
    f"GET {REMEDY}/photo": Route(COUNTS, About.DONE_REMEDY),
}
