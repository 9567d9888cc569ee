"""Which fields each form has beside those of the form that succeeds, and which of all a person types."""

from app.groups import outcomes

HOUSEHOLD = ["head_name", "member_count", "phone", "birth_year", "address"]
GROUP = [
    "founded_on", "deputy_name", "deputy_phone", "decision_number", "decision_on", "rules_adopted_on",
]  # fmt: skip
ACTIVITY = ["households_present", "people_present", "summary", "plan"]
OUTCOMES = [outcome.field for outcome in outcomes.OUTCOMES]
INDICATOR = ["label_en", "basis", "share", "least", "incidents", "measure", "evidence", "not_applicable"]
DOCUMENT = ["document_number", "document_on", "issuer", "note"]
STANDING = [
    *DOCUMENT, "adopted_on", "households_present", "households_invited", "since", "until", "result", "basis",
    "list_name", "plan", "plan_until", "status", "headcount", "rating", "rating_state", "rated_on", "emulation",
    "reprimanded", "warned_or_more",
]  # fmt: skip
# The fields beside those of the form that succeeds; and those that a person types, to be found again on the page.
FURTHER = {
    "POST /login": ["next", "kept"],
    "POST /locale": ["next"],
    "POST /households": ["id", "version", "address", "duplicate_seen"],
    "POST /households/<uuid:household_id>": ["id", "village", "address", "duplicate_seen", "captured_at", "was-phone"],
    "POST /households/<uuid:household_id>/departure": ["village"],
    "POST /households/<uuid:household_id>/return": ["on"],
    "POST /households/<uuid:household_id>/pledge": ["id", "year", "captured_at", "photo", "photo_coming", "signature"],
    "POST /pledges/<uuid:pledge_id>/photo": ["upload", "hash"],
    "POST /groups": ["id", "model", "photo", "captured_at", *GROUP],
    "POST /groups/<uuid:group_id>": ["id", "village", "model", "photo", "led_since", "captured_at", *GROUP],
    "POST /groups/<uuid:group_id>/photo": ["upload", "hash"],
    "POST /groups/<uuid:group_id>/members": ["since", "move", "captured_at", "q"],
    "POST /groups/<uuid:group_id>/members/<uuid:household_id>/end": ["captured_at"],
    "POST /groups/<uuid:group_id>/standing": ["until", "captured_at"],
    "POST /activities": ["id", "group", *ACTIVITY, *OUTCOMES, "photo", "photo_coming", "duplicate_seen", "captured_at"],
    "POST /groups/<uuid:group_id>/activities": ["id", "group", "unit", "photo", *ACTIVITY, "captured_at"],
    "POST /activities/<uuid:activity_id>": [*ACTIVITY, *OUTCOMES, "id", "version"],
    "POST /activities/<uuid:activity_id>/correction": [*ACTIVITY, "id", "version"],
    "POST /activities/<uuid:activity_id>/distinction": ["same"],
    "POST /activities/<uuid:activity_id>/withdrawal": ["captured_at"],
    "POST /activities/<uuid:activity_id>/photos": ["upload", "hash"],
    "POST /criteria/<int:set_id>/indicators/<code>": ["least", "reading", "pledge"],
    "POST /criteria/<int:set_id>/indicators": INDICATOR,
    "POST /<standing:kind>": ["id", "photo", "captured_at", *STANDING],
    "POST /<standing:kind>/<uuid:record_id>": ["id", "unit", "photo", "captured_at", *DOCUMENT],
    "POST /<standing:kind>/<uuid:record_id>/photo": ["upload", "hash"],
    "POST /<standing:kind>/<uuid:record_id>/end": ["captured_at"],
    "POST /<standing:kind>/<uuid:record_id>/withdrawal": ["captured_at"],
    "POST /hotspots/<uuid:record_id>/notes": ["captured_at"],
    "POST /assessments": ["id", "captured_at"],
    "POST /assessments/<uuid:assessment_id>/withdrawal": ["captured_at"],
    "POST /assessments/<uuid:assessment_id>/answers/<code>": ["records", "photos", "captured_at"],
    "POST /assessments/<uuid:assessment_id>/answers/<code>/photos": ["upload", "hash"],
    "POST /assessments/<uuid:assessment_id>/remedies": ["id", "holder", "version", "captured_at"],
    "POST /remedies/<uuid:remedy_id>": ["id", "holder", "captured_at"],
    "POST /remedies/<uuid:remedy_id>/notes": ["captured_at"],
    "POST /remedies/<uuid:remedy_id>/completion": ["photo", "captured_at"],
    "POST /remedies/<uuid:remedy_id>/withdrawal": ["captured_at"],
}
TYPED = {
    "POST /login": ["username"],
    "POST /households": HOUSEHOLD,
    "POST /households/<uuid:household_id>": HOUSEHOLD,
    "POST /households/<uuid:household_id>/departure": ["on", "reason"],
    "POST /households/<uuid:household_id>/return": ["on"],
    "POST /households/<uuid:household_id>/pledge": ["signed_on", "signer_name", "signer_relation"],
    "POST /pledges/<uuid:pledge_id>/withdrawal": ["reason"],
    "POST /groups": ["number", "leader_name", "leader_phone", *GROUP],
    "POST /groups/<uuid:group_id>": ["number", "leader_name", "leader_phone", *GROUP],
    "POST /groups/<uuid:group_id>/members": ["since"],
    "POST /groups/<uuid:group_id>/standing": ["since", "until", "reason"],
    "POST /activities": ["held_on", *ACTIVITY],
    "POST /groups/<uuid:group_id>/activities": ["held_on", *ACTIVITY],
    "POST /activities/<uuid:activity_id>": ["held_on", *ACTIVITY],
    "POST /activities/<uuid:activity_id>/correction": ["held_on", *ACTIVITY],
    "POST /activities/<uuid:activity_id>/withdrawal": ["reason"],
    "POST /criteria/<int:set_id>/indicators/<code>": ["share"],
    "POST /criteria/<int:set_id>/deadline": ["decide_before"],
    "POST /criteria/<int:set_id>/indicators": ["label", "label_en", "basis", "share", "least", "incidents", "evidence"],
    "POST /<standing:kind>": ["year", "registered_on", *DOCUMENT],
    "POST /<standing:kind>/<uuid:record_id>": ["year", "registered_on", *DOCUMENT],
    "POST /<standing:kind>/<uuid:record_id>/end": ["until", "end_reason"],
    "POST /<standing:kind>/<uuid:record_id>/withdrawal": ["reason"],
    "POST /hotspots/<uuid:record_id>/notes": ["noted_on", "words"],
    "POST /assessments": ["year"],
    "POST /assessments/<uuid:assessment_id>/withdrawal": ["reason"],
    "POST /assessments/<uuid:assessment_id>/answers/<code>": ["note"],
    "POST /assessments/<uuid:assessment_id>/remedies": ["words", "holder", "due_on"],
    "POST /remedies/<uuid:remedy_id>": ["words", "holder", "due_on"],
    "POST /remedies/<uuid:remedy_id>/notes": ["noted_on", "words"],
    "POST /remedies/<uuid:remedy_id>/completion": ["done_on", "done_words"],
    "POST /remedies/<uuid:remedy_id>/withdrawal": ["reason"],
}
