"""The average yearly wage behind a pension (R341-4): ten years at most, each under its ceiling, each brought to today. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.calcul.mots import ZERO, arrondi

ANNEES = 10
UN = Decimal(1)


@dataclass(frozen=True, slots=True)
class Annee:
    """Gross wages of a civil year, in euros; `vaut` is what they count for: under the ceiling, times the coefficient."""

    annee: int
    brut: Decimal
    plafond: Decimal
    coefficient: Decimal
    vaut: Decimal
    retenue: bool = False

    @property
    def plafonnee(self) -> bool:
        return self.brut > self.plafond


@dataclass(frozen=True, slots=True)
class SalaireMoyen:
    """`annees` in their order, kept or not; `montant` is the mean of those kept, 0 without any."""

    annees: tuple[Annee, ...]
    montant: Decimal

    @property
    def retenues(self) -> int:
        return sum(une.retenue for une in self.annees)


def salaire_moyen(salaires: Mapping[int, Decimal], effet: date) -> SalaireMoyen:
    """The mean of the ten best civil years before `effet`; of all of them when there are fewer. A year without wages is none.

    Of two years that are worth the same, the later one is kept. Raises LookupError before the first ceiling of the table.
    """
    annees = [_annee(annee, brut, effet) for annee, brut in sorted(salaires.items()) if brut > 0 and annee < effet.year]
    meilleures = sorted(annees, key=lambda une: (une.vaut, une.annee), reverse=True)[:ANNEES]
    gardees = {une.annee for une in meilleures}
    total = sum((une.vaut for une in meilleures), ZERO)
    return SalaireMoyen(
        tuple(replace(une, retenue=une.annee in gardees) for une in annees),
        arrondi(total / len(meilleures)) if meilleures else ZERO,
    )


def _annee(annee: int, brut: Decimal, effet: date) -> Annee:
    plafond = baremes.valeur("plafond", "annuel", date(annee, 1, 1))
    facteur = coefficient(date(annee, 12, 31), effet, salaires=True)
    return Annee(annee, brut, plafond, facteur, arrondi(min(brut, plafond) * facteur))


def hausses(apres: date, jusqu_a: date, *, salaires: bool = False) -> tuple[tuple[date, Decimal], ...]:
    """The rises of pensions later than `apres`, up to `jusqu_a` included; or those of the wages behind a pension to come."""
    serie = baremes.baremes()["revalorisation"]
    return tuple(
        (le, Decimal(valeur.get("salaires", valeur["coefficient"]) if salaires else valeur["coefficient"]))
        for le, valeur in zip(serie.debuts, serie.valeurs, strict=True)
        if apres < le <= jusqu_a
    )


def coefficient(apres: date, jusqu_a: date, *, salaires: bool = False) -> Decimal:
    """The product of the rises of `hausses` between two days: 1 without any."""
    produit = UN
    for _, hausse in hausses(apres, jusqu_a, salaires=salaires):
        produit *= hausse
    return produit


def reevaluer(montant: Decimal, apres: date, jusqu_a: date) -> Decimal:
    """A wage brought from one day to another: multiplied once, rounded once."""
    return arrondi(montant * coefficient(apres, jusqu_a))


def revaloriser(mensuel: Decimal, depuis: date, le: date) -> Decimal:
    """A pension that is paid since `depuis`, on the day `le`: rounded at each rise, as it was paid."""
    for _, hausse in hausses(depuis, le):
        mensuel = arrondi(mensuel * hausse)
    return mensuel
