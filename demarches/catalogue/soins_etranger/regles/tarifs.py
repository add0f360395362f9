"""Which tariff pays a care back, from the zone and from what kind of care it was (chapter 21 § 7). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from ameli.noyau.calendrier import ajouter_mois
from demarches.catalogue.soins_etranger.regles.zones import Zone

JOURS_DE_SILENCE = 14  # from the request for a form S2 on: silence of the caisse is an agreement
MOIS_DE_L_ETAT = (8, 12)  # how long the State of stay takes, as deputies report (AN 2211, 4206, Sénat 10994)
MOIS_DE_PRESCRIPTION = 24  # L160-11, from the first day of the quarter after the care


class Regime(Enum):
    """What decides the tariff."""

    AU_CHOIX = "au_choix"  # French, or that of the State of stay: the person says which
    FRANCAIS = "francais"  # planned, without a night: directive 2011/24
    ACCORD = "accord"  # planned, with a night or heavy equipment: form S2
    RIEN = "rien"  # planned and ordinary, where the directive does not bind
    CONVENTION = "convention"
    URGENCE = "urgence"  # sudden and urgent alone, after the medical service
    DETACHE = "detache"  # posted: French law


@dataclass(frozen=True)
class Cas:
    """`lourd`: a night in hospital, or heavy equipment. `detache`: posted abroad by an employer on the day of the care."""

    zone: Zone
    programme: bool = False
    lourd: bool = False
    detache: bool = False

    @property
    def regime(self) -> Regime:
        if self.detache:
            return Regime.DETACHE
        if self.zone is Zone.CONVENTION:
            return Regime.CONVENTION
        if self.zone is Zone.AILLEURS:
            return Regime.URGENCE
        if not self.programme:
            return Regime.AU_CHOIX
        if self.lourd:
            return Regime.ACCORD
        return Regime.FRANCAIS if self.zone is Zone.EUROPE else Regime.RIEN


# Where the French table of acts gives a figure before an agent has looked.
CALCULABLES = frozenset({Regime.AU_CHOIX, Regime.FRANCAIS, Regime.URGENCE, Regime.DETACHE})
AVEC_MEDECIN = frozenset({Regime.URGENCE, Regime.ACCORD})


def accord_tacite(demande_le: date, soin_le: date) -> bool:
    """Had 14 days passed without an answer between the request for an agreement and the care?"""
    return soin_le - demande_le > timedelta(days=JOURS_DE_SILENCE)


def dernier_jour_pour_demander(soin_le: date) -> date:
    """Two years from the first day of the quarter after the care, the day before included."""
    trimestre = (soin_le.month - 1) // 3
    debut = date(soin_le.year + trimestre // 3, (trimestre + 1) % 4 * 3 + 1, 1)
    return ajouter_mois(debut, MOIS_DE_PRESCRIPTION) - timedelta(days=1)


def prescrit(soin_le: date, demande_le: date) -> bool:
    """Is it too late to ask for it?"""
    return demande_le > dernier_jour_pour_demander(soin_le)
