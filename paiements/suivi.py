"""How much of the year's participations forfaitaires and franchises each person has left, act by act, and what is still owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet, Sum

from accounts.models import Assure, Personne
from ameli.noyau.preparees import preparee
from paiements import baremes
from paiements.calcul.mots import Genre
from paiements.models import Retenue
from paiements.recherche import plus_ancien


@dataclass(frozen=True)
class Jauge:
    """`total` out of `plafond`, for "PF" or "FR"."""

    compteur: str
    libelle: str
    total: Decimal
    plafond: Decimal

    @property
    def reste(self) -> Decimal:
        return self.plafond - self.total


@dataclass(frozen=True)
class SuiviPersonne:
    """One person and one year of care; the latest act first."""

    personne: Personne
    jauges: tuple[Jauge, ...]
    retenues: tuple[Retenue, ...]


LIBELLES = {"PF": "Participations forfaitaires", "FR": "Franchises"}


def suivre(assure: Assure, annee: int) -> tuple[SuiviPersonne, ...]:
    """Everybody of the file from whom something is withheld for the care of that year. One query."""
    lignes = (
        Retenue.objects.de(assure)
        .filter(annee=annee)
        .select_related("personne", "paiement", "prestation__paiement")
        .order_by("personne", "-acte_le", "-id")
    )
    par_personne = ((cle, list(groupe)) for cle, groupe in groupby(lignes, key=lambda ligne: ligne.personne_id))
    return tuple(
        SuiviPersonne(siennes[0].personne, tuple(_jauges(siennes, annee)), tuple(siennes))
        for _, siennes in par_personne
    )


def en_attente(assure: Assure) -> Decimal:
    """All that will be taken from the next payments, whatever the year. One query, on the index of what waits."""
    return next(iter(_attente(assure)), Decimal("0.00"))


@preparee
def _attente(assure: Assure) -> QuerySet[Retenue, Decimal]:
    lignes = Retenue.objects.de(assure).filter(recupere_le=None).order_by().values("assure")
    return lignes.annotate(total=Sum("montant")).values_list("total", flat=True)


def annees(jour: date) -> list[int]:
    """Years of care that the screen shows on the day `jour`, this one first."""
    return list(range(jour.year, plus_ancien(jour).year - 1, -1))


def _jauges(retenues: Iterable[Retenue], annee: int) -> Iterable[Jauge]:
    totaux = {"PF": Decimal("0.00"), "FR": Decimal("0.00")}
    for retenue in retenues:
        if retenue.annulee or retenue.rendue_le:  # given up or given back: nobody pays it, it fills no ceiling
            continue
        totaux[Genre(retenue.genre).compteur] += retenue.montant
    for compteur, total in totaux.items():
        yield Jauge(compteur, LIBELLES[compteur], total, baremes.plafond_annuel(compteur, annee))
