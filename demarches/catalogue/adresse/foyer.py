"""Who of a file may move: the insured person, and the beneficiaries whose address is theirs to change (chapter 5 § 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from accounts.models import Assure, Beneficiaire
from ameli.noyau.formats import a_paris

MOI = "moi"


@dataclass(frozen=True)
class Foyer:
    """`rattaches` may be ticked; `ailleurs` are first attached to their other parent, who alone changes their address."""

    assure: Assure
    rattaches: tuple[Beneficiaire, ...]
    ailleurs: tuple[Beneficiaire, ...]

    def choix(self) -> list[tuple[str, str]]:
        """For the boxes: (identifier, label)."""
        return [(MOI, f"{self.assure.personne} (vous)")] + [
            (b.public_id, f"{b.personne} ({b.get_lien_display()})") for b in self.rattaches
        ]


@dataclass(frozen=True)
class Partants:
    """Who moves, read from the answers. Nobody was asked when there is nobody else."""

    moi: bool
    identifiants: frozenset[str]

    def beneficiaires(self, assure: Assure) -> list[Beneficiaire]:
        """The rows of the ticked ones."""
        if not self.identifiants:
            return []
        coches = Beneficiaire.objects.de(assure).filter(public_id__in=self.identifiants)
        return list(coches.select_related("personne").order_by("rang"))


def lire(assure: Assure, le: datetime) -> Foyer:
    """The file at `le`, in one query: those whose rights have ended are left out."""
    jour: date = a_paris(le).date()
    couverts = list(
        Beneficiaire.objects.de(assure)
        .filter(Q(droits_au=None) | Q(droits_au__gte=jour))
        .select_related("personne")
        .order_by("rang")
    )
    return Foyer(
        assure,
        tuple(b for b in couverts if b.parent_referent),
        tuple(b for b in couverts if not b.parent_referent),
    )


def partants(reponses: Mapping[str, Mapping[str, Any]]) -> Partants:
    """Who was ticked; the insured person alone when the step was not asked."""
    coches = set(reponses.get("personnes", {}).get("personnes") or [MOI])
    return Partants(MOI in coches, frozenset(coches - {MOI}))
