"""The forms of standing: one for each kind of record, and those of what happens to a record afterwards."""

from collections.abc import Mapping

from app.standing.forms.declaration import DeclarationForm
from app.standing.forms.declared import ConventionForm, RegistrationForm
from app.standing.forms.force import ForceForm
from app.standing.forms.granted import BorderForm, HotspotForm, NewRuralForm, RecognitionForm

FORMS: Mapping[str, type[DeclarationForm]] = {
    "registration": RegistrationForm, "convention": ConventionForm, "recognition": RecognitionForm,
    "hotspot": HotspotForm, "border": BorderForm, "new-rural": NewRuralForm, "force": ForceForm,
}  # fmt: skip
