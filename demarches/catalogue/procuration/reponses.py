"""What chapter 20 reads of its answers, and what its code is good for."""

from __future__ import annotations

import json
from typing import Any

from ameli.noyau.chiffrement import empreinte
from demarches.catalogue.procuration import regles
from demarches.catalogue.procuration.formulaires import Mandataire
from demarches.catalogue.procuration.models import Procuration
from demarches.moteur.declaration import Contexte, Reponses
from demarches.moteur.etape_de_preuve import FormulaireDePreuve


class Mandat(Reponses):
    mandataire: Mandataire.Donnees
    code: FormulaireDePreuve.Donnees


def a_prouver(contexte: Contexte) -> str:
    """This very mandataire for these very démarches, as a fingerprint."""
    return empreinte("mandataire", json.dumps(contexte.reponses["mandataire"], sort_keys=True))


def en_place(contexte: Contexte) -> dict[str, Any]:
    """The procuration that runs: the start page shows it first."""
    courante = Procuration.objects.de(contexte.assure).en_cours(contexte.le).select_related("personne").first()
    return {"procuration": courante, "objets": list(regles.OBJETS.values())}
