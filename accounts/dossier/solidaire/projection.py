"""« Dans 2 mois, vous pourriez y avoir droit »: the same calculation, as if the last month went on (chapter 11). Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accounts.dossier.solidaire.bareme import Bareme
from accounts.dossier.solidaire.calcul import Demande, Issue, Ligne, calculer, douze_mois
from accounts.dossier.solidaire.natures import NATURES, Genre
from ameli.noyau.calendrier import ajouter_mois

HORIZON = 12  # months


def prochaine(demande: Demande, bareme: Bareme, *, issue: Issue = Issue.PARTICIPATION) -> date | None:
    """The first day of the first month, within a year, in which the foyer would have `issue` or better; None when it would not.

    What was received in the last month looked at is received in each of the next ones; the rest leaves the twelve months one by one.
    """
    permises = [une for une in Issue if une is not Issue.REFUS][: 1 if issue is Issue.GRATUITE else 2]
    dernier = douze_mois(demande.depot)[-1]
    courantes = [
        ligne for ligne in demande.lignes
        if NATURES[ligne.nature].genre is not Genre.PATRIMOINE and ligne.mois.replace(day=1) == dernier
    ]  # fmt: skip
    lignes = list(demande.lignes)
    for avance in range(1, HORIZON + 1):
        jour = ajouter_mois(demande.depot.replace(day=1), avance)
        lignes += [replace(ligne, mois=ajouter_mois(dernier, avance)) for ligne in courantes]
        plus_tard = replace(demande, depot=jour, lignes=_sans_le_patrimoine_d_avant(lignes, demande.depot, jour))
        if calculer(plus_tard, bareme).issue in permises:
            return jour
    return None


def _sans_le_patrimoine_d_avant(lignes: list[Ligne], depot: date, jour: date) -> tuple[Ligne, ...]:
    """Investments of a year that was not told yet are taken as those of the year before it."""
    ecart = jour.year - depot.year
    return tuple(
        replace(ligne, mois=ajouter_mois(ligne.mois, 12 * ecart))
        if NATURES[ligne.nature].genre is Genre.PATRIMOINE
        else ligne
        for ligne in lignes
    )
