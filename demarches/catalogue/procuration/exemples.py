"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from typing import Any

from accounts.models import Assure, Compte
from ameli.noyau.horloge import maintenant
from demarches.moteur.codes_d_exemple import dernier_code
from demarches.moteur.declaration import Contexte, Exemples

NEVEU = {"civilite": "MONSIEUR", "nom": "D’Almeida", "prenom": "Paul", "naissance": "14/03/1985", "etendue": "toutes"}


def code(contexte: Contexte) -> dict[str, Any]:
    """The code of the last mail."""
    return {"code": dernier_code(contexte, "procuration_code")}


def contacts_recents(assure: Assure) -> None:
    """Their mail address has just changed, so an agent looks first: a démarche that begins at once has no queue to walk."""
    Compte.objects.filter(assure=assure).update(contact_change_le=maintenant())


TOUS = Exemples(
    preparer=contacts_recents,
    valides={"mandataire": NEVEU, "code": code},
    variantes=({"mandataire": {**NEVEU, "etendue": "certaines", "objets": ["IJ", "C2S"]}},),
    invalides={
        "mandataire": (
            {**NEVEU, "civilite": ""},
            {**NEVEU, "nom": "D4lmeida"},
            {**NEVEU, "naissance": "31/02/1985"},
            {**NEVEU, "naissance": "14/03/2085"},
            {**NEVEU, "etendue": "certaines"},
        ),
        "code": ({"code": "12"}, {"code": ""}),
    },
)
