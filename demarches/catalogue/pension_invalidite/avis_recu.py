"""The tax notice that comes after the decision: an agent writes it down, the next payment corrects the months that it rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.pension_invalidite.champs import ChampAnneeDesRevenus, ChampParts, ChampRfr
from demarches.catalogue.pension_invalidite.effets import pension_de
from demarches.moteur import transitions
from demarches.moteur.declaration import Geste
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import Demarche
from paiements import pensions
from paiements.calcul.invalidite.prelevements import Avis

RECU = "avis_recu"
DEUX_ANNEES = (
    " Pour 6,6 % ou 8,3 %, il faut deux années au-dessus\N{NO-BREAK SPACE}: demandez aussi les revenus {annee}."
)


class AvisRecu(FormulaireEtape):
    """One notice, as it is printed."""

    @dataclass(frozen=True)
    class Donnees:
        annee: int
        rfr: int
        parts: Decimal

    annee = ChampAnneeDesRevenus(help_text="L’avis de 2026 dit les revenus de 2025.")
    rfr = ChampRfr()
    parts = ChampParts()

    def clean_annee(self) -> int:
        annee: int = self.cleaned_data["annee"]
        if annee >= jour_de(self.contexte.le).year:
            raise forms.ValidationError("Les revenus de cette année n’ont pas encore d’avis. Corrigez l’année.")
        return annee


def possible(demarche: Demarche, le: datetime) -> bool:
    """Once it was granted."""
    return pension_de(demarche) is not None


def recevoir(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The person reads what changes, and with which payment."""
    pension = pension_de(demarche)
    assert pension is not None  # `possible` found it in this transaction
    annee = saisie["annee"]
    effet = pensions.recevoir_un_avis(pension, annee, Avis(saisie["rfr"], saisie["parts"]), le=le)
    transitions.prevenir(
        demarche, RECU, le=le, suite=transitions.a_cet_instant(le),
        contexte={"annee": annee, "regle": annee + 2, "effet": effet},
    )  # fmt: skip
    if effet.depuis is None:
        quoi = "Avis noté. Il ne change aucun mois payé."
    else:
        quoi = (
            f"Avis noté. Le paiement du {formats.jour(effet.paye_le)} corrige depuis le {formats.jour(effet.depuis)}."
        )
    if effet.anterieur_manque is not None:
        quoi += DEUX_ANNEES.format(annee=effet.anterieur_manque)
    return f"{quoi} La personne en est prévenue."


NOTER_UN_AVIS = Geste(
    RECU, "Noter un avis d’imposition",
    "Les mois déjà payés sont recalculés, depuis le premier jour de la pension s’il le faut. La personne reçoit un message.",
    formulaire=AvisRecu, possible=possible, faire=recevoir, statut=False,
)  # fmt: skip
