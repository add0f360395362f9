"""Where a démarche stands, in one phrase: the same for its owner and for the agents, in lists, heads of pages and timelines."""

from __future__ import annotations

from demarches.moteur import registre
from demarches.moteur.decisions import EN_PARTIE
from demarches.moteur.declaration import Teleservice
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.passages import PASSAGES, REMPLACEE

FINS = {EN_PARTIE: "Acceptée en partie", REMPLACEE: PASSAGES["remplacer"].libelle}
GENRES = {
    Etat.DEPOSEE: "info",
    Etat.EN_COURS: "info",
    Etat.A_COMPLETER: "attention",
    Etat.ACCEPTEE: "succes",
    Etat.REFUSEE: "erreur",
    Etat.ANNULEE: "neutre",
    Etat.CLASSEE: "neutre",
}


def statut(demarche: Demarche) -> str:
    """Its last milestone, else its state, in the words of the room: « Carte envoyée par la poste »."""
    teleservice = registre.celui_de(demarche.teleservice)
    if demarche.jalon in FINS:
        return teleservice.jalons.get(demarche.jalon, FINS[demarche.jalon])
    return teleservice.jalons.get(demarche.jalon) or libelle_etat(teleservice, demarche.etat)


def genre(demarche: Demarche) -> str:
    """The colour of its badge: that of its state, unless something happened after its end."""
    apres_la_fin = demarche.jalon not in ("", *FINS) and not demarche.ouverte
    return "info" if apres_la_fin else GENRES[Etat(demarche.etat)]


def libelle_etat(teleservice: Teleservice, etat: str) -> str:
    """A state in the words of the room, else in those of the engine."""
    return teleservice.etats.get(etat) or Etat(etat).label.capitalize()
