"""What is withheld from a pension: CSG, CRDS, CASA, from the tax notice of two years before (chapter 18 § 6). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.calcul.mots import ZERO, arrondi
from paiements.calcul.revenus import CASA, CRDS

NUL, REDUIT, MEDIAN, PLEIN = (Decimal(taux) for taux in ("0", "3.8", "6.6", "8.3"))
DEMI = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Avis:
    """A tax notice: reference income in whole euros, and the parts of the household (1, 1.5, 2.25 …)."""

    rfr: int
    parts: Decimal


@dataclass(frozen=True, slots=True)
class Prelevements:
    """Rates in % for a year of payment. `manque`: the year of incomes whose notice is missing; `anterieur_manque`: that of the
    year before, which may bring a rate of 6.6 or 8.3 back to 3.8. `adouci`: it did."""

    csg: Decimal
    manque: int | None = None
    anterieur_manque: int | None = None
    adouci: bool = False

    @property
    def crds(self) -> Decimal:
        return CRDS if self.csg else ZERO

    @property
    def casa(self) -> Decimal:
        return CASA if self.csg > REDUIT else ZERO

    @property
    def total(self) -> Decimal:
        return self.csg + self.crds + self.casa

    def montant(self, brut: Decimal) -> Decimal:
        """Euros withheld from `brut`: the rates are added, and rounded once."""
        return arrondi(brut * self.total / 100)


def prelevements(annee: int, avis: Mapping[int, Avis], depuis: int | None = None) -> Prelevements:
    """The rates of a year of payment; `avis` by year of incomes, `depuis` the first year that was paid.

    Without the notice of two years before: the highest rate; but a pension that was paid the year before keeps its rate until the
    notice comes (hypothesis). Who was at 0 or 3.8 % goes above only after two years running above.
    """
    sien = avis.get(annee - 2)
    if sien is None:
        if depuis is not None and annee > depuis:
            return prelevements(annee - 1, avis, depuis)
        return Prelevements(PLEIN, manque=annee - 2)
    taux = selon_l_avis(annee, sien)
    if taux <= REDUIT:
        return Prelevements(taux)
    avant = avis.get(annee - 3)
    if avant is None:
        return Prelevements(taux, anterieur_manque=annee - 3)
    if selon_l_avis(annee - 1, avant) <= REDUIT:
        return Prelevements(REDUIT, adouci=True)
    return Prelevements(taux)


def selon_l_avis(annee: int, avis: Avis) -> Decimal:
    """The rate that one notice gives, in %, for a year of payment: its thresholds rise with each half part."""
    demi_parts = (avis.parts - 1) / DEMI
    for nom, taux in (("exonere", NUL), ("reduit", REDUIT), ("median", MEDIAN)):
        le = date(annee, 12, 31)
        seuil = baremes.valeur("csg_pension", nom, le)
        if avis.rfr <= seuil + demi_parts * baremes.valeur("csg_pension", f"{nom}_demi", le):
            return taux
    return PLEIN
