"""« Et si je reprends un travail ? »: the same calculation, on months to come. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms

from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.saisie.champs import ChampEntier, ChampMontant
from paiements import pensions
from paiements.calcul.invalidite import effet
from paiements.calcul.invalidite.cumul import Reduction, fenetre
from paiements.calcul.invalidite.effet import SALAIRES
from paiements.calcul.mots import arrondi
from paiements.models import Pension
from paiements.ressources import lecture

DANS = (3, 6, 14)  # months: after 14, the whole year looked at was worked
PART = "Écrivez un nombre de 1 à 100."


class Reprise(forms.Form):
    """A gross wage, and which part of it is taken up again."""

    salaire = ChampMontant(
        label="Salaire brut par mois, à temps plein", min_value=0, help_text="Le montant d’avant les cotisations.",
    )  # fmt: skip
    part = ChampEntier(
        label="Temps de travail, en %", min_value=1, max_value=100, initial=60, faute=PART,
        help_text="Par exemple, 60 pour trois jours par semaine.",
    )  # fmt: skip


@dataclass(frozen=True)
class Simulation:
    """`par_mois`: gross euros of the work taken up. `mois`: (in how many months, what is paid of that month)."""

    par_mois: Decimal
    mois: tuple[tuple[int, Reduction], ...]


def simuler(pension: Pension, salaire: Decimal, part: int, le: datetime) -> Simulation:
    """From the next month that is paid on. One query."""
    par_mois = arrondi(salaire * part / 100)
    depuis, connues = pensions.prochain_mois(le), lecture.connues(pension)
    suites = []
    for rang in DANS:
        mois = ajouter_mois(depuis, rang)
        travailles = {un: {SALAIRES: par_mois} for un in fenetre(mois) if un >= depuis}
        suites.append((rang, effet.calculer(pension.compare, mois, {**connues, **travailles}).reduction))
    return Simulation(par_mois, tuple(suites))
