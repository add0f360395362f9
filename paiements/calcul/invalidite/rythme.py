"""When somebody with a pension declares what they earn, and about which months (chapter 19). Pure.

A declaration that opens in a month asks for the months up to the second one before: those that the pension of that month looks at.
"""

from __future__ import annotations

from datetime import date

from ameli.noyau.calendrier import ajouter_mois
from paiements.calcul.invalidite.cumul import FENETRE, PLUS_RECENT
from paiements.calcul.invalidite.mensualites import mois_jusqu_a

MOIS_D_ENTREE = 3  # two declarations, three months apart
FIN_D_ENTREE = 6  # months after the first day
ANNUEL, SEMESTRIEL, TRIMESTRIEL, MENSUEL = 12, 6, 3, 1


def premiere(du: date) -> date:
    """The day of the first declaration of a pension that begins on `du`."""
    return ajouter_mois(du, MOIS_D_ENTREE)


def d_entree(du: date, accordee: date) -> tuple[date, ...]:
    """The days of the first declarations of a pension that begins on `du` and is granted on `accordee`: three months apart, the first
    one at once when its day has passed; one alone when the pension has run for six months already."""
    un = max(premiere(du), accordee)
    return (un, ajouter_mois(un, MOIS_D_ENTREE)) if un < ajouter_mois(du, FIN_D_ENTREE) else (un,)


def rythme(du: date, ouverture: date, *, reduite: bool, asi: bool, salarie: bool) -> int:
    """Months from the declaration opened on `ouverture` to the next one. `asi`: the additional allowance is paid too."""
    if reduite:
        return MENSUEL
    if asi or ouverture < ajouter_mois(du, FIN_D_ENTREE):
        return TRIMESTRIEL
    return SEMESTRIEL if salarie else ANNUEL


def periode(du: date, declare_jusqu_a: date | None, ouverture: date) -> tuple[date, ...]:
    """First days of the months that a declaration opened on `ouverture` asks for, in their order: none when all are declared.

    Those after `declare_jusqu_a`, the last month declared, from the first one of the pension: a year at most.
    """
    dernier = ajouter_mois(ouverture.replace(day=1), -PLUS_RECENT)
    debuts = [du.replace(day=1), ajouter_mois(dernier, 1 - FENETRE)]
    if declare_jusqu_a is not None:
        debuts.append(ajouter_mois(declare_jusqu_a, 1))
    return mois_de(max(debuts), dernier)


def mois_de(premier: date, dernier: date) -> tuple[date, ...]:
    """First days of the months from one to the other, both included; none when the second comes first."""
    return tuple(mois_jusqu_a(premier, dernier))
