"""What each kind of dossier holds: what it lacks, what is frozen of it, how that is said, what its approval covers."""

from collections.abc import Mapping

from app.reviews.dossiers import assessment, commune, village
from app.reviews.dossiers.frozen import Dossier
from app.seals.models import DossierKind

DOSSIERS: Mapping[DossierKind, Dossier] = {
    DossierKind.VILLAGE_DOSSIER: village,
    DossierKind.COMMUNE_DOSSIER: commune,
    DossierKind.ASSESSMENT: assessment,
}
