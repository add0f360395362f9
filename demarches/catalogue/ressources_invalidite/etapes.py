"""The screens of chapter 19, in the order of the catalogue."""

from __future__ import annotations

from demarches.catalogue.ressources_invalidite import reponses
from demarches.catalogue.ressources_invalidite.formulaires import Changement, Informations, Mois
from demarches.moteur.declaration import Etape

AIDE_CHANGEMENT = """Répondez non si rien n’a changé depuis votre dernière déclaration.

Sans revenu déclaré jusqu’ici, vous passez tout de suite au résumé."""
AIDE_MOIS = """Écrivez des montants bruts, ceux d’avant les cotisations. 0 quand vous n’avez rien perçu.

Un mois sans revenu ne demande aucun document.

Ne déclarez pas\u00a0: la pension elle-même, la majoration pour tierce personne, une rente d’accident du travail, une rente de prévoyance, une pension de réversion, l’AAH, l’ASI, une pension alimentaire, les loyers que vous recevez.

À votre compte\u00a0? Le bénéfice de votre dernier avis d’imposition, divisé par 12."""

ETAPES = (
    Etape(
        "changement", "Du nouveau dans ma situation\u00a0?", Changement, aide=AIDE_CHANGEMENT,
        gabarit="ressources_invalidite/changement.html",
    ),
    Etape("informations", "Mes informations", Informations, si=reponses.a_change, depend_de=("changement",)),
    Etape(
        "mois", "Mes ressources", Mois, si=reponses.avec_la_grille, depend_de=("changement",), aide=AIDE_MOIS,
        initiales=reponses.derniers_montants,
    ),
)  # fmt: skip
