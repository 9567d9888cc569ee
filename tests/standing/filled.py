"""The form of each kind of record, filled in so that it succeeds."""

from app.clock import today

LAST = today().year - 1
DECIDED = {"document_number": "12", "document_on": f"{LAST}-12-01", "issuer": "Chủ tịch UBND"}

FILLED: dict[str, dict[str, str]] = {
    "registrations": {"year": f"{LAST}", "registered_on": f"{LAST}-02-01"},
    "conventions": {
        "adopted_on": f"{LAST}-05-05", "since": f"{LAST}-06-01", "households_present": "40",
        "households_invited": "52", **DECIDED,
    },
    "recognitions": {"year": f"{LAST}", "result": "recognised", "basis": "tt124", **DECIDED},
    "hotspots": {
        "list_name": "security", "since": f"{LAST}-05-05", "plan": "Họp dân", "plan_until": f"{LAST + 5}-01-01",
    },
    "borders": {"since": "1990-01-01"},
    "new-rural": {"status": "enhanced", "since": f"{LAST}-12-01", **DECIDED},
    "forces": {
        "year": f"{LAST}", "headcount": "5", "rating": "good", "rating_state": "final", "rated_on": f"{LAST}-12-05",
        "emulation": "advanced",
    },
}  # fmt: skip
