"""What declared incomes do to a pension: threshold, total, overrun, what is taken of each month (chapter 19). Pure.

The one function behind the check page of a declaration, the « et si je reprends ? » of the person, and what the caisse applies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paiements.calcul.invalidite.cumul import (
    Reduction,
    SalaireCompare,
    Seuil,
    fenetre,
    reduire,
    seuil,
    seuil_independant,
)
from paiements.calcul.invalidite.mensualites import Titre, due, plein
from paiements.calcul.mots import ZERO

SALAIRES, INDEMNITES, CHOMAGE, FORMATION, INDEPENDANT = "salaires", "indemnites", "chomage", "formation", "independant"
NATURES = {
    SALAIRES: "Salaires",
    INDEMNITES: "Indemnités journalières",
    CHOMAGE: "Chômage",
    FORMATION: "Stage, formation",
    INDEPENDANT: "Activité non salariée",
}
Ressources = Mapping[date, Mapping[str, Decimal]]  # gross euros of each nature, by first day of the month


@dataclass(frozen=True, slots=True)
class Compare:
    """What a pension is compared with. `moyen`: its average wage on its first day; `avant`: the wage before the leave, once known."""

    titre: Titre
    moyen: Decimal
    avant: SalaireCompare | None = None


@dataclass(frozen=True, slots=True)
class Effet:
    """`seuil` is None for who works only for themselves: the threshold is then a number of pensions."""

    reduction: Reduction
    seuil: Seuil | None
    par_nature: Mapping[str, Decimal]

    @property
    def independant(self) -> bool:
        return self.seuil is None


def calculer(compare: Compare, mois: date, ressources: Ressources) -> Effet:
    """What is paid of the month that begins on `mois`. Months outside its window do not count, nor those before the pension."""
    titre, comptes = compare.titre, fenetre(mois)
    siennes = {un: ressources[un] for un in comptes if un in ressources and un >= titre.du.replace(day=1)}
    par_nature = {nature: sum((un.get(nature, ZERO) for un in siennes.values()), ZERO) for nature in NATURES}
    limite: Seuil | None = None
    if seulement_independant(siennes):
        montant = seuil_independant(titre.categorie, compare.moyen, titre.du, mois)
    else:
        limite = seuil(compare.moyen, compare.avant, titre.du, mois)
        montant = limite.montant
    reduction = reduire(
        mois, plein(titre, mois), [due(titre, un) for un in comptes],
        {un: sum(natures.values(), ZERO) for un, natures in siennes.items()}, montant,
    )  # fmt: skip
    return Effet(reduction, limite, par_nature)


def seulement_independant(ressources: Ressources) -> bool:
    """Work, and none of it for somebody else."""
    percues = {nature for un in ressources.values() for nature, montant in un.items() if montant > 0}
    return percues == {INDEPENDANT}


def salarie(ressources: Ressources) -> bool:
    """Is there a wage among them?"""
    return any(un.get(SALAIRES, ZERO) > 0 for un in ressources.values())
