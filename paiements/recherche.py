"""The one query behind « Mes paiements »: keyset, the same cost at any depth, answered by one index alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models import Assure
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.preparees import preparee
from paiements.models import Paiement

PAR_PAGE = 30
HISTORIQUE = 27  # months shown (hypothesis of chapter 7); older ones are asked for
# All that a line shows is in the index `paiements_d_un_assure`: the table itself is not read.
COLONNES = (
    "public_id", "assure_id", "emis_le", "montant", "famille", "etat", "destinataire_id", "rangs", "postes",
    "disponible_le", "a_transmettre",
)  # fmt: skip


@dataclass(frozen=True)
class Filtres:
    """What is looked for. `rangs` is one bit for each beneficiary, 0 for all; no family means all of them."""

    du: date
    au: date
    rangs: int = 0
    familles: frozenset[str] = frozenset()
    a_transmettre: bool = False


@dataclass(frozen=True)
class Mois:
    """Payments of one month on this page. `recu`: what the insured person received in the whole month, by these filters;
    what was paid to others is never in it. `suite`: the month began on the page before."""

    premier: date
    recu: Decimal
    paiements: tuple[Paiement, ...]
    suite: bool

    @property
    def a_moi(self) -> tuple[Paiement, ...]:
        """Those that are for the insured person, whether they reached them or not."""
        return tuple(paiement for paiement in self.paiements if paiement.destinataire_id is None)

    @property
    def directs(self) -> tuple[Paiement, ...]:
        """Those that were made to a professional (tiers payant)."""
        return tuple(paiement for paiement in self.paiements if paiement.destinataire_id is not None)

    @property
    def total_direct(self) -> Decimal:
        return sum((paiement.montant for paiement in self.directs), Decimal(0))


@dataclass(frozen=True)
class Page:
    """`suivante` says after which payment the next page begins; empty on the last one."""

    mois: tuple[Mois, ...]
    suivante: str

    @property
    def vide(self) -> bool:
        return not self.mois

    @cached_property
    def homonymes(self) -> frozenset[str]:
        """Numbers of the payments that care, day and amount do not tell from another of the page."""
        par_nom: dict[tuple[str, date, Decimal], list[str]] = {}
        for paiement in (un for mois in self.mois for un in mois.paiements):
            par_nom.setdefault((paiement.objet, paiement.emis_le, paiement.montant), []).append(paiement.numero)
        return frozenset(numero for numeros in par_nom.values() if len(numeros) > 1 for numero in numeros)


def plus_ancien(jour: date) -> date:
    """The first day of the history that the screen shows on the day `jour`."""
    return ajouter_mois(jour, -HISTORIQUE)


def bornes_de_l_annee(annee: int, jour: date) -> tuple[date, date]:
    """First and last day of this year that the screen shows on the day `jour`."""
    return max(date(annee, 1, 1), plus_ancien(jour)), min(date(annee, 12, 31), jour)


def chercher(assure: Assure, filtres: Filtres, apres: str = "") -> Page:
    """Payments of a file, the latest first. Two queries, and one more after the first page; an unknown `apres` begins
    at the top."""
    borne = _borne(assure, apres) if apres else None
    sans_choix = borne is None and filtres == Filtres(filtres.du, filtres.au)
    trouves = _premiers(assure, filtres.du, filtres.au) if sans_choix else list(_page(assure, filtres, borne))
    page, reste = trouves[:PAR_PAGE], trouves[PAR_PAGE:]
    totaux = _totaux(assure, filtres, page)
    mois = tuple(
        Mois(
            premier, totaux.get(premier, Decimal(0)), tuple(groupe),
            suite=borne is not None and borne[0].replace(day=1) == premier,
        )
        for premier, groupe in groupby(page, key=lambda paiement: paiement.emis_le.replace(day=1))
    )  # fmt: skip
    return Page(mois, page[-1].public_id if reste else "")


@preparee
def _premiers(assure: Assure, du: date, au: date) -> QuerySet[Paiement]:
    """What nearly everybody reads: the first page, whatever the kind, whoever the person."""
    return _page(assure, Filtres(du, au), None)


def _page(assure: Assure, filtres: Filtres, borne: tuple[date, int] | None) -> QuerySet[Paiement]:
    return _apres(filtrer(assure, filtres), borne).only(*COLONNES).order_by("-emis_le", "-id")[: PAR_PAGE + 1]


def filtrer(assure: Assure, filtres: Filtres) -> QuerySet[Paiement]:
    """The payments of a file that fit, in no order."""
    lignes = Paiement.objects.de(assure).filter(emis_le__gte=filtres.du, emis_le__lte=filtres.au)
    if filtres.familles:
        lignes = lignes.filter(famille__in=sorted(filtres.familles))
    if filtres.rangs:
        lignes = lignes.alias(vus=F("rangs").bitand(filtres.rangs)).filter(vus__gt=0)
    if filtres.a_transmettre:
        lignes = lignes.filter(a_transmettre=True)
    return lignes


def recu(lignes: QuerySet[Paiement]) -> QuerySet[Paiement]:
    """Of these payments, those that reached the insured person."""
    return lignes.filter(destinataire=None, etat=Paiement.Etat.EMIS)


def _borne(assure: Assure, apres: str) -> tuple[date, int] | None:
    return Paiement.objects.de(assure).filter(public_id=apres).values_list("emis_le", "id").first()


def _apres(lignes: QuerySet[Paiement], borne: tuple[date, int] | None) -> QuerySet[Paiement]:
    if borne is None:
        return lignes
    emis_le, numero = borne
    return lignes.filter(Q(emis_le__lt=emis_le) | Q(id__lt=numero), emis_le__lte=emis_le)


def _totaux(assure: Assure, filtres: Filtres, page: Iterable[Paiement]) -> dict[date, Decimal]:
    """Received in each month that the page shows, whole months even when the page cuts one."""
    jours = [paiement.emis_le for paiement in page]
    if not jours:
        return {}
    premier = min(jours).replace(day=1)
    dernier = ajouter_mois(max(jours).replace(day=1), 1) - timedelta(days=1)
    sans_choix = filtres == Filtres(filtres.du, filtres.au)
    lire = (
        _par_mois(assure, filtres.du, filtres.au, premier, dernier)
        if sans_choix
        else _totaux_de(assure, filtres, premier, dernier)
    )
    return {ligne["mois"]: ligne["total"] for ligne in lire}


@preparee
def _par_mois(assure: Assure, du: date, au: date, premier: date, dernier: date) -> QuerySet[Paiement, dict[str, Any]]:
    return _totaux_de(assure, Filtres(du, au), premier, dernier)


def _totaux_de(assure: Assure, filtres: Filtres, premier: date, dernier: date) -> QuerySet[Paiement, dict[str, Any]]:
    lignes = recu(filtrer(assure, filtres)).filter(emis_le__gte=premier, emis_le__lte=dernier)
    mois = lignes.order_by().annotate(mois=TruncMonth("emis_le")).values("mois").annotate(total=Sum("montant"))
    return mois.order_by("mois")
