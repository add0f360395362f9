"""One payment, with why each amount is what it is, and where each withheld sum comes from. Three queries, one more for a pension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import OuterRef, Q, Subquery

from accounts.models import Assure, Personne
from paiements.calcul.explication import Etape
from paiements.calcul.invalidite.mensualites import PENSION
from paiements.models import Paiement, Prestation, Retenue
from paiements.ressources.lecture import Cause, causes


@dataclass(frozen=True)
class LigneDetail:
    """A line, the steps of its calculation, and what its act makes the patient owe, with the payment it was taken from.

    `cause` says why a month of pension is less than it was granted for.
    """

    prestation: Prestation
    etapes: tuple[Etape, ...]
    retenues: tuple[Retenue, ...]
    cause: Cause | None = None


@dataclass(frozen=True)
class Groupe:
    """The lines of one person."""

    personne: Personne
    lignes: tuple[LigneDetail, ...]


@dataclass(frozen=True)
class Detail:
    """`prises` are the sums taken from this payment, the oldest care first. `repaye_par`: public id of the payment that
    replaced a returned one."""

    paiement: Paiement
    groupes: tuple[Groupe, ...]
    prises: tuple[Retenue, ...]
    repaye_par: str

    @property
    def source(self) -> int:
        """The payment that bears the lines: itself, or the one that it pays again."""
        return self.paiement.remplace_id or self.paiement.pk

    @property
    def verse(self) -> Decimal:
        """Sum of the lines, before what was taken."""
        return sum((ligne.prestation.verse for groupe in self.groupes for ligne in groupe.lignes), Decimal(0))

    @property
    def pris(self) -> Decimal:
        return sum((retenue.montant for retenue in self.prises), Decimal(0))


def lire(assure: Assure, public_id: str) -> Detail | None:
    """A payment of this file, or None. One that was paid again shows the lines of the returned one."""
    suivants = Paiement.objects.de(assure).filter(remplace=OuterRef("pk")).values("public_id")
    paiement = (
        Paiement.objects.de(assure)
        .filter(public_id=public_id)
        .select_related("destinataire", "complementaire__organisme", "remplace")
        .annotate(repaye_par=Subquery(suivants[:1]))
        .first()
    )
    if paiement is None:
        return None
    source = paiement.remplace_id or paiement.pk
    lignes = list(
        Prestation.objects.de(assure)
        .filter(paiement=source)
        .select_related(
            "paiement",
            "personne",
            "professionnel",
            "revenu",
            "origine__paiement",
            "corrige__paiement",
            "signalement__fil",
            "depense_etrangere",
        )
        .order_by("rang")
    )
    retenues = list(
        Retenue.objects.de(assure)
        .filter(Q(paiement=source) | Q(prestation__in=[ligne.pk for ligne in lignes]))
        .select_related("paiement", "personne", "prestation__paiement")
        .order_by("acte_le", "id")
    )
    return Detail(
        paiement,
        _grouper(lignes, retenues, _causes(assure, lignes), tiers_payant=paiement.destinataire_id is not None),
        tuple(retenue for retenue in retenues if retenue.paiement_id == source),
        getattr(paiement, "repaye_par", None) or "",
    )


def _causes(assure: Assure, lignes: Iterable[Prestation]) -> dict[int, Cause]:
    """By line: what reduces the month of pension that it pays, or takes back."""
    mois = {une.pk: une.revenu.du.replace(day=1) for une in lignes if une.code == PENSION}
    par_mois = causes(assure, set(mois.values())) if mois else {}
    return {pk: par_mois[un] for pk, un in mois.items() if un in par_mois}


def _grouper(
    lignes: list[Prestation], retenues: Iterable[Retenue], par_ligne: Mapping[int, Cause], *, tiers_payant: bool
) -> tuple[Groupe, ...]:
    par_acte: dict[int, list[Retenue]] = defaultdict(list)
    for retenue in retenues:
        par_acte[retenue.prestation_id].append(retenue)
    par_personne = sorted(lignes, key=lambda ligne: ligne.personne_id)
    return tuple(
        Groupe(
            siennes[0].personne,
            tuple(
                LigneDetail(
                    ligne, ligne.pourquoi(tiers_payant=tiers_payant), tuple(par_acte[ligne.pk]), par_ligne.get(ligne.pk)
                )
                for ligne in siennes
            ),
        )
        for siennes in (list(groupe) for _, groupe in groupby(par_personne, key=lambda ligne: ligne.personne_id))
    )
