"""A care was paid as if its day were not covered by the Complémentaire santé solidaire, and it is: what is still owed for it. Pure.

The stored line, with what is given here, is worth what `soins.calculer` gives to somebody who is covered that day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from paiements.calcul.mots import ZERO, MotifRetenue, MotifTaux
from paiements.calcul.patient import Patient
from paiements.calcul.soins import PARTICIPATION, Ligne, part_solidaire
from paiements.prestations import ActeInconnu, tarif


@dataclass(frozen=True, slots=True)
class Correction:
    """`exempte`: nothing is to be withheld for this act any more. `parts`: lines to pay."""

    exempte: bool = False
    parts: tuple[Ligne, ...] = ()


RIEN = Correction()


def corriger(ligne: Ligne, patient: Patient, *, payee_ailleurs: bool) -> Correction:
    """What a line that was paid without it is owed. `payee_ailleurs`: a mutuelle was told of this payment, and has paid its part."""
    if not patient.solidaire(ligne.le) or ligne.motif_taux is MotifTaux.C2S:
        return RIEN
    parts: tuple[Ligne, ...] = ()
    if patient.solidaire_par_la_caisse(ligne.le) and not payee_ailleurs:
        parts = _participation(ligne) if ligne.code == PARTICIPATION else _seconde_part(ligne, patient)
    return Correction(ligne.genre is not None, tuple(replace(une, tiers_payant=False) for une in parts))


def rendre(ligne: Ligne, montant: Decimal) -> Ligne:
    """The line that gives back what was withheld for an act."""
    return replace(
        ligne, paye=ZERO, base=None, taux=None, verse=montant, motif_taux=MotifTaux.RENDU, genre=None, retenue=ZERO,
        motif_retenue=MotifRetenue.SANS_OBJET, unites=0, tiers_payant=False,
    )  # fmt: skip


def _participation(ligne: Ligne) -> tuple[Ligne, ...]:
    """A costly act keeps the usual rate, and the Complémentaire santé solidaire pays the rest: no flat participation."""
    return (rendre(ligne, -ligne.verse),) if ligne.verse < 0 else ()


def _seconde_part(ligne: Ligne, patient: Patient) -> tuple[Ligne, ...]:
    try:
        return part_solidaire(ligne, tarif(ligne.code, ligne.le), patient)
    except ActeInconnu:
        return ()
