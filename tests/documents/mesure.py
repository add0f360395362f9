"""How the engine compares with the bare tuned WeasyPrint call, for the bench: the same HTML, in turns, in one process."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median

from accounts.models import Assure
from documents import moteur
from documents.models import Document
from documents.rendu import chauffer, rendre_nu
from tests.documents.papiers import FAMILLE_DUPRAT


@dataclass(frozen=True)
class Mesure:
    """Medians of a first generation, in milliseconds: the bare call, the engine (template to stored and traced row)."""

    nu_ms: float
    moteur_ms: float

    @property
    def rapport(self) -> float:
        """Rate of the engine over the bare rate; the goal is 0.7 or more."""
        return self.nu_ms / self.moteur_ms

    @property
    def par_seconde(self) -> float:
        return 1000 / self.moteur_ms


def mesurer(assure: Assure, nombre: int = 30) -> Mesure:
    """`nombre` attestations of a family, each with a content of its own; what was made is removed at the end."""
    chauffer()
    nus, moteurs, faits = [], [], []
    for rang in range(nombre):
        papier = replace(FAMILLE_DUPRAT, edite_le=FAMILLE_DUPRAT.edite_le + timedelta(days=rang + 1))
        html = moteur.mettre_en_page(papier)
        nus.append(_chronometrer(lambda html=html: rendre_nu(html))[0])
        duree, document = _chronometrer(
            lambda papier=papier: moteur.produire(papier, assure=assure, acteur="systeme:mesure")
        )
        moteurs.append(duree)
        faits.append(document)
    for document in faits:
        document.fichier.delete(save=False)
    Document.objects.de(assure).filter(pk__in=[document.pk for document in faits]).delete()
    return Mesure(median(nus), median(moteurs))


def _chronometrer(geste):
    debut = time.perf_counter()
    resultat = geste()
    return (time.perf_counter() - debut) * 1000, resultat
