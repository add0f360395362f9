"""The start page of chapter 21: what may be paid back, honestly; how long it takes; what others asked for one's own care."""

from __future__ import annotations

from typing import Any

from demarches.catalogue.soins_etranger import comparaison
from demarches.catalogue.soins_etranger.models import SoinsEtranger
from demarches.catalogue.soins_etranger.regles.tarifs import MOIS_DE_L_ETAT
from demarches.moteur.declaration import Contexte


def au_depart(contexte: Contexte) -> dict[str, Any]:
    """Two queries."""
    siens = SoinsEtranger.objects.de(contexte.assure).filter(lecteur=contexte.assure, demarche__oubliee_le=None)
    return {
        "promis": comparaison.DELAI_PROMIS, "mesure": comparaison.mesure(contexte.assure.caisse, contexte),
        "mois_de_l_etat": MOIS_DE_L_ETAT, "pour_moi": list(siens.select_related("demarche").order_by("-demarche__deposee_le")),
    }  # fmt: skip
