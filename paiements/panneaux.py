"""What « Mes informations » tells of a person's pension of invalidity."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.dossier.panneaux import panneau
from accounts.models import Assure
from paiements import pensions
from paiements.calcul.invalidite.mensualites import plein
from paiements.models import Pension
from paiements.ressources import aides
from paiements.ressources.aides import Aides


@dataclass(frozen=True)
class PensionEnCours:
    """`brut`: gross euros of a whole month now, or on its first day while that is to come; `aides`, what may be asked besides."""

    pension: Pension
    brut: Decimal
    jour: date

    @cached_property
    def aides(self) -> Aides:
        """Read when it is shown. Three queries at most."""
        return aides.de(self.pension, self.jour)


@panneau("pension", ordre=70, gabarit="paiements/panneau_pension.html")
def pension(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, PensionEnCours]:
    """The one that is not over. No query for who is not invalide."""
    if assure.situation != Assure.Situation.INVALIDE or assure.personne_id not in personnes:
        return {}
    une = pensions.en_cours(assure)
    if une is None:
        return {}
    return {assure.personne_id: PensionEnCours(une, plein(une.titre, max(jour, une.du)), jour)}
