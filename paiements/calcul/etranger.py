"""Care abroad: what is paid back of a bill in euros, at the French tariff or at that of the State of stay (chapter 21).

The care path of France does not count there, and never more is paid back than was spent (R160-1): the cap is on the refund.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paiements.calcul.mots import MotifTaux, Protection
from paiements.calcul.patient import Patient
from paiements.calcul.retenues import Compteurs
from paiements.calcul.soins import Acte, Ligne, calculer


@dataclass(frozen=True, slots=True)
class SoinEtranger:
    """A care that is paid back. `paye`: the bill in euros. `code`: the French act that it is like; `base` replaces its tariff.

    `etat`: what the State of stay answered, in euros; it replaces tariff and rate, and nothing is withheld from it (hypothesis: the
    patient's part of that State is left out of it already).
    """

    code: str
    le: date
    paye: Decimal
    base: Decimal | None = None
    etat: Decimal | None = None
    en_rapport: Protection | None = None
    cle: Hashable = None


def rembourser(soin: SoinEtranger, patient: Patient, compteurs: Compteurs) -> tuple[Ligne, ...]:
    """The lines of a care; a second one for what the Complémentaire santé solidaire pays. Raises ActeInconnu."""
    if soin.etat is not None:
        du = min(soin.etat, soin.paye)
        return (Ligne(soin.code, soin.le, soin.paye, du, 100, du, MotifTaux.ETAT_DE_SEJOUR, cle=soin.cle),)
    acte = Acte(
        soin.code, soin.le, soin.paye, base=soin.base, en_rapport=soin.en_rapport, a_l_etranger=True,
        professionnel=("à l’étranger", soin.cle), cle=soin.cle,
    )  # fmt: skip
    return calculer(acte, patient, compteurs)
