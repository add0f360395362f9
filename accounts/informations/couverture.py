"""« Suis-je couvert ? »: the answer of home, in a word, a sentence and the facts beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.informations.a_faire import BIENTOT
from accounts.informations.famille import Membre
from accounts.models import CarteVitale
from ameli.noyau import formats

CARTES = {
    CarteVitale.Etat.ACTIVE: "Active",
    CarteVitale.Etat.PERDUE: "Perdue",
    CarteVitale.Etat.VOLEE: "Volée",
}


@dataclass(frozen=True, slots=True)
class Couverture:
    """`pastille` is the word and `genre` its colour, `reponse` the title; `faits` are (what, value)."""

    ouverts: bool
    pastille: str
    genre: str
    reponse: str
    texte: str
    faits: tuple[tuple[str, str], ...]


def juger(membres: Sequence[Membre], jour: date) -> Couverture:
    """What the file of these people, the insured person first, gives on `jour`."""
    soi, couverts = membres[0], [membre for membre in membres[1:] if membre.droits_ouverts(jour)]
    ouverts = soi.droits_ouverts(jour)
    finissent = ouverts and soi.droits_au is not None and soi.droits_au <= jour + BIENTOT
    return Couverture(
        ouverts=ouverts,
        pastille="Bientôt fini" if finissent else "Oui" if ouverts else "Non",
        genre="attention" if finissent else "succes" if ouverts else "erreur",
        reponse="Vos droits sont ouverts" if ouverts else "Vos droits sont fermés",
        texte=_ouverts(soi, couverts) if ouverts else _fermes(soi, jour),
        faits=(
            ("Médecin traitant", soi.medecin or "Aucun"),
            ("Complémentaire", f"{soi.mutuelles}, à choisir" if soi.mutuelles > 1 else soi.mutuelle or "Aucune"),
            ("Carte Vitale", _carte(soi) if ouverts else "Ne sert plus" if soi.carte else "Aucune"),
        ),
    )


def _ouverts(soi: Membre, couverts: Sequence[Membre]) -> str:
    """« Pour vous, Zoé et Tom, jusqu’au 31 août 2027. »"""
    noms = ["vous", *(membre.prenom for membre in couverts)]
    pour = f"Pour {formats.enumerer(noms)}"
    fin = f", jusqu’au {formats.jour(soi.droits_au)}" if soi.droits_au else ""
    return f"{pour}{fin}."


def _fermes(soi: Membre, jour: date) -> str:
    if soi.droits_au is not None and soi.droits_au < jour:
        return f"Depuis le {formats.jour(soi.droits_au)}. Vos soins ne sont plus remboursés."
    if soi.droits_du is not None and soi.droits_du > jour:
        return f"Ils s’ouvrent le {formats.jour(soi.droits_du)}."
    return "Ils n’ont pas encore été ouverts."


def _carte(soi: Membre) -> str:
    if soi.carte_en_route:
        return "Nouvelle carte en route"
    return (
        CARTES.get(CarteVitale.Etat(soi.carte), CarteVitale.Etat(soi.carte).label.capitalize())
        if soi.carte
        else "Aucune"
    )
