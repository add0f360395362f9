"""Who of a file may move: the insured person, and the beneficiaries whose address is theirs to change (chapter 5 § 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.dossier import foyer as registre
from accounts.dossier.foyer import Membre, Obstacle
from accounts.models import Assure, Beneficiaire

MOI = "moi"


@dataclass(frozen=True)
class Foyer:
    """`rattaches` may be ticked; `ailleurs` are first attached to their other parent, who alone changes their address."""

    assure: Assure
    rattaches: tuple[Membre, ...]
    ailleurs: tuple[Membre, ...]

    def choix(self) -> list[tuple[str, str]]:
        """For the boxes: (identifier, label)."""
        return [(MOI, f"{self.assure.personne} (vous)")] + [
            (m.rattachement.public_id, f"{m.nom} ({m.lien})") for m in self.rattaches if m.rattachement
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
    """The file at `le`, in one query: those whose rights have ended and the dead are left out."""
    autres = [m for m in registre.lire(assure, le).presents if not (m.soi or m.decede)]
    ailleurs = [m for m in autres if Obstacle.AUTRE_PARENT in m.obstacles]
    return Foyer(assure, tuple(m for m in autres if m not in ailleurs), tuple(ailleurs))


def partants(reponses: Mapping[str, Mapping[str, Any]]) -> Partants:
    """Who was ticked; the insured person alone when the step was not asked."""
    coches = set(reponses.get("personnes", {}).get("personnes") or [MOI])
    return Partants(MOI in coches, frozenset(coches - {MOI}))
