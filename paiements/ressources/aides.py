"""What the figures of a pension suggest to ask for: said where somebody reads their pension, with the figures, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import Zone, plafond_pour
from accounts.informations.c2s.panneau import situations
from paiements import baremes
from paiements.calcul.invalidite import aides as calcul
from paiements.calcul.invalidite.aides import Connues
from paiements.models import Pension
from paiements.ressources import lecture

PARTICIPATION = "participation"  # the higher of the two ceilings of the Complémentaire santé solidaire


@dataclass(frozen=True)
class Aides:
    """`asi` and `c2s`: the monthly ceilings, in euros, under which the known figures are; None where nothing is suggested.

    `asi_suppose`: its ceiling is not published yet.
    """

    connues: Connues
    asi: Decimal | None
    c2s: Decimal | None
    asi_suppose: bool = False

    def __bool__(self) -> bool:
        return self.asi is not None or self.c2s is not None


def de(pension: Pension, jour: date) -> Aides:
    """What may be asked for on that day. Three queries, one when the pension alone is above both ceilings.

    Nothing is suggested that the person has already, nor by a pension that is suspended.
    """
    seule = calcul.connues(pension.titre, jour, {})
    asi, c2s = calcul.plafond_asi(jour), _plafond_c2s(pension, jour)
    if pension.suspendu_le is not None or not calcul.sous(seule, max(asi, c2s)):
        return Aides(seule, None, None)
    toutes = calcul.connues(pension.titre, jour, lecture.connues(pension))
    return Aides(
        toutes,
        asi if calcul.sous(toutes, asi) and not pension.asi else None,
        c2s if calcul.sous(toutes, c2s) and not _deja(pension, jour) else None,
        baremes.hypothese("asi", jour),
    )


def _plafond_c2s(pension: Pension, jour: date) -> Decimal:
    zone = Zone.du_departement(pension.assure.caisse.departement)
    return calcul.par_mois(plafond_pour(1, zone, jour, PARTICIPATION, bareme.lire()))


def _deja(pension: Pension, jour: date) -> bool:
    """Is one open, or on its way?"""
    sienne = situations(pension.assure, [pension.personne_id], jour).get(pension.personne_id)
    return sienne is not None and sienne.courant is not None
