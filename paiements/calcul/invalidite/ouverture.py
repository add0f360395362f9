"""What opens a pension of invalidity: affiliation and work before the leave (R313-5), age (L341-15), delay (R341-8). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ameli.noyau.calendrier import ajouter_mois, anniversaire
from paiements import baremes

MOIS_DE_REFERENCE = 12
MOIS_POUR_DEMANDER = 12  # after the end of the allowances, or the day when the invalidity was found


@dataclass(frozen=True, slots=True)
class Ouverture:
    """The conditions of a leave that began on `arret`, each with its operands.

    Affiliation is counted in whole months up to the first of the month of the leave (`compte_au`); work over the twelve
    civil months before it, `du` to `au`: `heures`, or gross wages (`salaires`, euros) of `seuil`, which is 2 030 times the hourly
    SMIC of the 1 January that comes before the period.
    """

    arret: date
    compte_au: date
    mois: int
    mois_exiges: int
    du: date
    au: date
    heures: int
    heures_exigees: int
    salaires: Decimal
    smic: Decimal
    seuil: Decimal

    @property
    def affiliation(self) -> bool:
        return self.mois >= self.mois_exiges

    @property
    def activite(self) -> bool:
        return self.heures >= self.heures_exigees or self.salaires >= self.seuil

    @property
    def ouverte(self) -> bool:
        return self.affiliation and self.activite


def ouverture(arret: date, affilie_le: date, *, heures: int, salaires: Decimal) -> Ouverture:
    """What a leave opens. Raises LookupError before the first SMIC of the table."""
    premier = arret.replace(day=1)
    du = ajouter_mois(premier, -MOIS_DE_REFERENCE)
    smic = smic_de_reference(arret)
    return Ouverture(
        arret=arret, compte_au=premier, mois=_mois_entiers(affilie_le, premier),
        mois_exiges=int(_regle("mois", arret)), du=du, au=premier - timedelta(days=1), heures=heures,
        heures_exigees=int(_regle("heures", arret)), salaires=salaires, smic=smic, seuil=_regle("smic", arret) * smic,
    )  # fmt: skip


def smic_de_reference(arret: date) -> Decimal:
    """Hourly SMIC of the 1 January that comes before the first day of the twelve months before the leave."""
    du = ajouter_mois(arret.replace(day=1), -MOIS_DE_REFERENCE)
    return baremes.valeur("smic", "horaire", date((du - timedelta(days=1)).year, 1, 1))


def _mois_entiers(du: date, au: date) -> int:
    mois = (au.year - du.year) * 12 + au.month - du.month
    return max(0, mois - (au.day < du.day))


def demandable_jusqu_au(depuis: date) -> date:
    """The last day to ask, from the end of the allowances or the day when the invalidity was found."""
    return ajouter_mois(depuis, MOIS_POUR_DEMANDER)


def age_de_fin(naissance: date) -> date:
    """The birthday from which a new pension is not opened any more."""
    return anniversaire(naissance, int(_regle("fin", date(naissance.year + 62, 1, 1))))


def retraite_le(naissance: date, *, travaille: bool = False) -> date:
    """The first day of the retirement that takes the place of the pension: the first of the month after the birthday, the
    birthday itself when it is a first. Who still works keeps the pension until the later age."""
    cle = "fin_au_travail" if travaille else "fin"
    le = anniversaire(naissance, int(_regle(cle, date(naissance.year + 62, 1, 1))))
    return le if le.day == 1 else ajouter_mois(le.replace(day=1), 1)


def _regle(cle: str, le: date) -> Decimal:
    return baremes.valeur("invalidite", cle, le)
