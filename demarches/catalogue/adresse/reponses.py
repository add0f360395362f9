"""What chapter 5 reads of its answers, and what is most often true before they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ameli.noyau.calendrier import jour_de
from demarches.catalogue.adresse import foyer, lecture
from demarches.catalogue.adresse.formulaires import Pays, QuiDemenage
from demarches.catalogue.adresse.regles import traitement
from demarches.moteur import lues
from demarches.moteur.declaration import Contexte

SUITES = (
    "Nous enregistrons votre adresse en 2 à 3 jours ouvrés en moyenne. Si vous changez de caisse, comptez 5 à 7 jours ouvrés ; à l’étranger, 10 à 15.",
    "Un message vous prévient. Vous pourrez alors télécharger une attestation de droits à jour.",
    "Mettez votre carte Vitale à jour, en pharmacie ou sur une borne.",
    "Vous vous éloignez ? Choisissez un médecin traitant près de chez vous.",
    "Prévenez votre mutuelle : si votre caisse change, son lien avec nous est à refaire.",
    "Prévenez votre employeur et les autres administrations : service-public.fr le fait en une fois.",
)
SANS_TRANSFERT = (*SUITES[1:4], "Prévenez votre mutuelle.", SUITES[-1])


class Adresse(lues.Reponses):
    """The address itself is read by `lecture`, whichever way it was given."""

    personnes: QuiDemenage.Donnees | None
    pays: Pays.Donnees


def en_france(contexte: Contexte) -> bool:
    return Adresse.du(contexte).pays.pays != "autre"


def a_l_etranger(contexte: Contexte) -> bool:
    return not en_france(contexte)


def a_plusieurs(contexte: Contexte) -> bool:
    return len(foyer.lire(contexte.assure, contexte.le).choix()) > 1


def tout_le_monde(contexte: Contexte) -> Mapping[str, Any]:
    return {"personnes": [code for code, _ in foyer.lire(contexte.assure, contexte.le).choix()]}


def aujourdhui_en_france(contexte: Contexte) -> Mapping[str, Any]:
    return {"pays": "france", "date": jour_de(contexte.le)}


def suites(contexte: Contexte) -> tuple[str, ...]:
    """The delay of this case only, once the address is known."""
    if not {"adresse", "etranger"} & set(contexte.reponses):
        return SUITES
    nouvelle = lecture.lire(contexte.reponses)
    cas = lecture.situation_de(nouvelle, contexte.reponses, contexte.assure.caisse, contexte.le)
    if cas is traitement.Situation.ETRANGER:
        delai = f"Un conseiller étudie votre départ\N{NO-BREAK SPACE}: comptez {cas.delais.annonce}."
    elif not nouvelle.normalisee:
        delai = f"{traitement.CONTROLEE}."
    else:
        delai = f"Nous enregistrons votre adresse en {cas.delais.annonce} en moyenne."
    return (delai, *(SUITES[1:] if cas is traitement.Situation.AUTRE_CAISSE else SANS_TRANSFERT))
