"""A step that asks nothing: what was answered so far, with the way back to each part, before the documents are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from demarches.moteur import registre
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.parcours import Parcours

GABARIT = "moteur/relecture.html"


class Relecture(FormulaireEtape):
    """The button says that it is right. What is sealed is not shown again."""

    @dataclass(frozen=True)
    class Donnees:
        """No answer."""

    @property
    def sections(self) -> list[dict[str, Any]]:
        """As the check page shows them."""
        brouillon = self.contexte.brouillon
        if brouillon is None:
            return []
        declare = Parcours(registre.celui_de(brouillon.teleservice), self.contexte)
        return [
            {
                "titre": section.etape.titre,
                "modifier": reverse(
                    "demarches:etape", args=[brouillon.teleservice, brouillon.public_id, section.etape.nom]
                ),
                "lignes": [{"libelle": libelle, "valeur": valeur} for libelle, valeur in section.lignes],
            }
            for section in declare.sections()
            if section.etape.lecteurs is None
        ]
