"""Food without gluten (chapter 17): what a label is worth, and what a month still pays back. Pure.

The estimate of a request, its payment and the practice histories all come from here. A label is rounded first, as it is
printed, so that a person with a calculator finds each figure again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ameli.noyau.calendrier import anniversaire
from paiements import baremes
from paiements.calcul.mots import ZERO, MotifTaux, arrondi
from paiements.calcul.soins import Ligne
from paiements.prestations import tarif

ACTE = "PSG"
AGE_DU_GRAND_PLAFOND = 10
SUR_LE_REMBOURSE = "rembourse"


class FamilleProduit(StrEnum):
    """The four families that are paid back. The value is that of the dated table."""

    FARINE = "farine"
    PAIN = "pain"
    PATES = "pates"
    BISCUITS = "biscuits"


@dataclass(frozen=True, slots=True)
class Achat:
    """One product bought: euros for one, how many. `famille` and `grammes` are what its label says."""

    famille: FamilleProduit
    grammes: int
    prix: Decimal
    quantite: int


@dataclass(frozen=True, slots=True)
class Rembourse:
    """What an achat gives: the tariff of its label, what is taken into account, the rate in %, what is paid back.

    `avant_plafond` is what it would give without the most of the month.
    """

    achat: Achat
    tarif: Decimal
    base: Decimal
    taux: int
    verse: Decimal
    avant_plafond: Decimal

    @property
    def tronque(self) -> bool:
        return self.verse < self.avant_plafond

    def ligne(self, le: date) -> Ligne:
        """The line of a payment for what was bought on `le`: no participation, no franchise."""
        motif = MotifTaux.LOCAL if self.taux != tarif(ACTE, le).taux else MotifTaux.HABITUEL
        return Ligne(
            ACTE, le, self.achat.prix * self.achat.quantite, self.base, self.taux, self.verse,
            MotifTaux.PLAFOND_DU_MOIS if self.tronque else motif, unites=self.achat.quantite,
        )  # fmt: skip


def etiquette(famille: FamilleProduit, grammes: int, mois: date) -> Decimal:
    """The tariff that the label of a product bears, in euros."""
    return arrondi(baremes.valeur("sans_gluten", famille.value, mois) * grammes / 100)


def taux(mois: date, *, regime_local: bool) -> int:
    """In %, 90 in Alsace-Moselle."""
    prix = tarif(ACTE, mois)
    choisi = prix.taux_local if regime_local else prix.taux
    assert choisi is not None  # the table gives this act a rate
    return choisi


def plafond(naissance: date, mois: date) -> Decimal:
    """The most of `mois` (its first day) for somebody born on `naissance`: a child of 10 has the higher one from the next month on."""
    grand = anniversaire(naissance, AGE_DU_GRAND_PLAFOND) <= mois
    return baremes.valeur("sans_gluten", "des_10_ans" if grand else "avant_10_ans", mois)


def calculer(achat: Achat, mois: date, *, regime_local: bool = False) -> Rembourse:
    """What one achat of `mois` gives by itself."""
    label, pourcents = etiquette(achat.famille, achat.grammes, mois), taux(mois, regime_local=regime_local)
    base = min(achat.prix, label) * achat.quantite
    verse = arrondi(base * pourcents / 100)
    return Rembourse(achat, label, base, pourcents, verse, verse)


def plafonner(lignes: Iterable[Rembourse], reste: Decimal, mois: date) -> list[Rembourse]:
    """The same, in their order, none above what is left of the month (`reste`, in what `compte` counts)."""
    payees = []
    for une in lignes:
        pris = min(compte(une, mois), max(ZERO, reste))
        reste -= pris
        payees.append(_reduire(une, pris, mois))
    return payees


def compte(une: Rembourse, mois: date) -> Decimal:
    """How much of the month's most this line takes."""
    return une.verse if sur_le_rembourse(mois) else une.base


def sur_le_rembourse(mois: date) -> bool:
    """Is the most of a month that of what is paid back, or that of the base?"""
    return bool(baremes.baremes()["sans_gluten"].au(mois)["plafond_sur"] == SUR_LE_REMBOURSE)


def _reduire(une: Rembourse, pris: Decimal, mois: date) -> Rembourse:
    """Base, rate and amount still agree: what is taken into account is what gives the amount that is left."""
    if pris == compte(une, mois):
        return une
    base = arrondi(pris * 100 / une.taux) if sur_le_rembourse(mois) else pris
    return Rembourse(une.achat, une.tarif, base, une.taux, arrondi(base * une.taux / 100), une.avant_plafond)
