"""The extra buttons of the step « adresse », for whoever has no script or whose address is not proposed (chapter 5 § 3)."""

from __future__ import annotations

from ameli.noyau.saisie import code_postal
from ameli.noyau.saisie.signes import Illisible
from demarches.catalogue.adresse import geocodage
from demarches.catalogue.adresse.adresse_en_france import AUCUNE, COMMUNE_A_ECRIRE, PANNE
from demarches.catalogue.adresse.lecture import LISTE, MANUELLE
from demarches.catalogue.adresse.regles import postal
from demarches.moteur.declaration import Contexte, RefusAction


def rechercher(contexte: Contexte) -> str:
    """Show what the service finds as radio buttons: the way without a script."""
    texte = contexte.saisie.get("recherche") or ""
    if len(postal.serrer(texte)) < postal.RECHERCHE_MINIMUM:
        raise RefusAction(f"Écrivez au moins {postal.RECHERCHE_MINIMUM} caractères, puis recherchez.")
    contexte.saisie.update(mode=LISTE, choix="")
    try:
        propositions = geocodage.proposer(texte)
    except geocodage.Indisponible as panne:
        raise RefusAction(PANNE) from panne
    if not propositions:
        raise RefusAction(AUCUNE)
    return ""


def saisir_a_la_main(contexte: Contexte) -> str:
    contexte.saisie["mode"] = MANUELLE
    return ""


def proposer_les_communes(contexte: Contexte) -> str:
    """Show the communes of the postal code as radio buttons: the way without a script."""
    try:
        if geocodage.communes(code_postal.lire(contexte.saisie.get("code_postal") or "")):
            return ""
    except Illisible as faute:
        raise RefusAction("Écrivez d’abord le code postal : 5 chiffres.") from faute
    except geocodage.Indisponible as panne:
        raise RefusAction(COMMUNE_A_ECRIRE) from panne
    raise RefusAction(COMMUNE_A_ECRIRE)


def revenir_a_la_recherche(contexte: Contexte) -> str:
    contexte.saisie["mode"] = ""
    return ""
