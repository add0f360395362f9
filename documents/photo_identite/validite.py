"""Until when an identity document proves something (chapter 10 § 4): dated table, pure rules, French sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois


@dataclass(frozen=True)
class Prolongation:
    """Documents issued to adults between two days last so many years more than is printed on them."""

    ans: int
    du: date
    au: date
    duree_imprimee: int  # years between the day of issue and the day printed as the last one
    age: int = 18  # of the holder, on the day of issue


@dataclass(frozen=True)
class Validite:
    """What holds for a kind of document from a day on. `duree` is the longest that one is issued for, in years."""

    depuis: date
    duree: int
    prolongation: Prolongation | None = None


DEPUIS = date(2023, 5, 1)
# Cards issued to adults from 2004 to 2013 show ten years and last fifteen.
CARTES_2004_2013 = Prolongation(ans=5, du=date(2004, 1, 2), au=date(2013, 12, 31), duree_imprimee=10)
VALIDITES = {
    "cni": (Validite(DEPUIS, duree=15, prolongation=CARTES_2004_2013),),
    "passeport": (Validite(DEPUIS, duree=10),),
    "titre": (Validite(DEPUIS, duree=10),),
    "permis": (Validite(DEPUIS, duree=15),),
}
NOMS = {
    "cni": "Cette carte d’identité",
    "passeport": "Ce passeport",
    "titre": "Ce titre de séjour",
    "permis": "Ce permis",
}
QUE_FAIRE = (
    "Envoyez une autre pièce, en cours de validité. "
    "Si vous n’en avez pas, appelez le 36 46 ou venez à l’accueil de votre caisse."
)
A_RELIRE = "Relisez la date de fin de validité sur la pièce."


def a_la_date(document: str, jour: date) -> Validite:
    """The line of the table that holds on that day. Raises KeyError for a document that is not taken."""
    lignes = VALIDITES[document]
    return next((ligne for ligne in reversed(lignes) if ligne.depuis <= jour), lignes[0])


def refus(document: str, fin: date, naissance: date, jour: date) -> str:
    """Why this document may not serve on `jour`, and what to do; empty when it may. `fin` is its last day, as printed."""
    validite = a_la_date(document, jour)
    if fin > ajouter_mois(jour, 12 * validite.duree):
        return f"{NOMS[document]} ne peut pas être valable jusqu’au {formats.jour(fin)}. {A_RELIRE}"
    if fin >= jour or prolonge(document, fin, naissance, jour):
        return ""
    return f"{NOMS[document]} n’est plus valable depuis le {formats.jour(fin)}. {QUE_FAIRE}"


def prolonge(document: str, fin: date, naissance: date, jour: date) -> bool:
    """Is it past its printed day, and still good?"""
    regle = a_la_date(document, jour).prolongation
    if regle is None or fin >= jour or jour > ajouter_mois(fin, 12 * regle.ans):
        return False
    emise = ajouter_mois(fin, -12 * regle.duree_imprimee)
    return regle.du <= emise <= regle.au and ajouter_mois(naissance, 12 * regle.age) <= emise
