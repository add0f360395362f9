"""Answers that the form must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.dossier import complementaires
from accounts.models import Assure
from ameli.noyau.horloge import maintenant
from demarches.catalogue.organisme_complementaire import regles
from demarches.catalogue.organisme_complementaire.formulaires import ORGANISME
from demarches.moteur.declaration import Contexte, Exemples

ANCIEN, NOUVEAU = "Mutuelle des Thermes", "Santé des Entreprises du Sud"


def deux_organismes(assure: Assure) -> None:
    """The former one never said that it had ended."""
    for nom, du, collectif in ((ANCIEN, date(2023, 7, 1), False), (NOUVEAU, date(2026, 9, 1), True)):
        complementaires.ouvrir(
            assure, assure.personne, complementaires.organisme_nomme(nom), du=du, collectif=collectif,
            le=maintenant(), acteur="systeme:exemples",
        )  # fmt: skip


def garder(nom: str) -> Any:
    """This organism, for everybody."""

    def choix(contexte: Contexte) -> dict[str, Any]:
        return {
            f"{un.personne.public_id}{ORGANISME}": next(o.public_id for o in un.organismes if o.nom == nom)
            for un in regles.conflits(contexte.assure, contexte.le)
        }

    return choix


TOUS = Exemples(
    preparer=deux_organismes,
    valides={"choix": garder(NOUVEAU)},
    variantes=({"choix": garder(ANCIEN)},),
    invalides={"choix": ({},)},
)
