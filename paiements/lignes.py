"""« Mes paiements » in words: what each row says is made here, once; the template, which draws thirty of them, only puts it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.urls import NoReverseMatch, reverse

from ameli.noyau import formats
from ameli.noyau.formats import INSECABLE, MOIS
from paiements.models import Paiement
from paiements.recherche import Mois, Page

Etat = Paiement.Etat
PASTILLES = {
    Etat.REJETE: ("Retourné par la banque", "erreur"),
    Etat.RETENU: ("En attente du nouveau compte", "attention"),
    Etat.EN_ATTENTE: ("En attente d’un compte", "attention"),
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """One payment. `precision` tells it from the others where its name alone is read; `pastille` is a state and its kind."""

    objet: str
    precision: str
    adresse: str
    decompte: str
    montant: str
    jour: str
    pour: str
    pastille: tuple[str, str] | None
    verse: bool
    a_transmettre: bool
    virement: str


@dataclass(frozen=True, slots=True)
class Releve:
    """One month of a page: what reached the person, then what was paid straight to a professional."""

    mois: Mois
    a_moi: list[Ligne]
    directs: list[Ligne]

    @property
    def total_direct(self) -> Decimal:
        return self.mois.total_direct


def releves(page: Page, noms: Mapping[int, str]) -> list[Releve]:
    """The months of a page. `noms` are the first names by rank."""
    return [
        Releve(mois, list(_lignes(mois.a_moi, page, noms)), list(_lignes(mois.directs, page, noms)))
        for mois in page.mois
    ]


def _lignes(paiements: Iterable[Paiement], page: Page, noms: Mapping[int, str]) -> Iterable[Ligne]:
    for un in paiements:
        jour, montant = _jour_du_mois(un.emis_le), formats.montant(un.montant)
        homonyme = f", n°{INSECABLE}{un.numero}" if un.numero in page.homonymes else ""
        yield Ligne(
            objet=un.objet,
            precision=f", le {jour}, {montant}{homonyme}",
            adresse=_adresse("paiements:detail", un.public_id),
            decompte=_adresse("documents:decompte", un.public_id),
            montant=montant,
            jour=jour,
            pour=_prenoms(un.rangs, noms),
            pastille=PASTILLES.get(Etat(un.etat)),
            verse=un.recu,
            a_transmettre=un.a_transmettre,
            virement=_virement(un),
        )


def _virement(paiement: Paiement) -> str:
    if paiement.disponible_le is None:
        return ""
    quoi = "Nouveau virement" if paiement.etat == Etat.REJETE else "Virement prévu"
    return f"{quoi} le {formats.jour(paiement.disponible_le)}."


def _jour_du_mois(le: date) -> str:
    """ "3 novembre", "1er novembre": the month's heading says the year."""
    return f"{formats.quantieme(le)}{INSECABLE}{MOIS[le.month - 1]}"


def _prenoms(rangs: int, noms: Mapping[int, str]) -> str:
    """First names of the ranks of a payment; ranks that are not in the file any more are left out."""
    return formats.enumerer([prenom for rang, prenom in noms.items() if rangs >> (rang - 1) & 1])


def _adresse(nom: str, public_id: str) -> str:
    debut, fin = _autour(nom)
    return f"{debut}{public_id}{fin}" if debut else ""


@cache
def _autour(nom: str) -> tuple[str, str]:
    """What stands around the id in this address; nothing when that page is not built. Django takes longer to say it than to draw a row."""
    try:
        debut, _, fin = reverse(nom, args=["X"]).rpartition("X")
    except NoReverseMatch:
        return "", ""
    return debut, fin
