"""Participations forfaitaires and franchises: how much stays with the patient, under the ceilings of the day and of the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.calcul.mots import ZERO, Genre, MotifRetenue


class Compteurs:
    """What one person has already left to pay: by year of care and by day. The only thing here that changes.

    The year is that of the care, not of the payment (hypothesis of chapter 7). What a year ends with does not depend
    on the order in which the acts arrive.
    """

    __slots__ = ("annees", "jours")

    def __init__(self) -> None:
        self.annees: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
        self.jours: dict[tuple[date, Genre, Hashable], Decimal] = defaultdict(lambda: ZERO)

    def annee(self, annee: int, compteur: str) -> Decimal:
        """Due so far for the care of `annee`; `compteur` is "PF" or "FR"."""
        return self.annees.get((annee, compteur), ZERO)

    def retenir(
        self, genre: Genre, le: date, professionnel: Hashable, unites: int, verse: Decimal
    ) -> tuple[Decimal, MotifRetenue]:
        """What is due for `unites` acts, boxes or trips of the day `le`, at most `verse`; counted at once.

        The day's ceiling of the PF is for one professional; that of the franchises for the person.
        """
        if verse <= 0:
            return ZERO, MotifRetenue.RIEN_VERSE
        bareme = baremes.retenue(genre, le)
        du, motif = bareme.unite * unites, MotifRetenue.DUE
        if du > verse:
            du, motif = verse, MotifRetenue.LIMITEE
        annee = (le.year, genre.compteur)
        if bareme.jour is not None:
            jour = (le, genre, professionnel if genre is Genre.PF else None)
            reste = bareme.jour - self.jours[jour]
            if du > reste:
                du, motif = max(ZERO, reste), MotifRetenue.PLAFOND_JOUR
        reste = baremes.plafond_annuel(genre.compteur, le.year) - self.annees[annee]
        if du > reste:
            du, motif = max(ZERO, reste), MotifRetenue.PLAFOND_AN
        self.annees[annee] += du
        if bareme.jour is not None:
            self.jours[jour] += du
        return du, motif
