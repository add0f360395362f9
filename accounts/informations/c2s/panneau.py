"""« Complémentaire santé solidaire » of each person, in « Mes informations »: where it stands, what to do next, what was before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.dossier.panneaux import panneau
from accounts.models import Assure
from accounts.models.c2s import AccordC2S, DroitC2S, MembreC2S
from ameli.noyau.calendrier import ajouter_mois

FENETRE = 4  # months before its end from which it may be renewed


@dataclass
class Situation:
    """Of one person: `courant` is the accord that waits, runs or is to come; `finis` those that have ended."""

    courant: AccordC2S | None = None
    finis: list[DroitC2S] = field(default_factory=list)
    demandeur: bool = False
    le: date = date.min

    @property
    def droit(self) -> DroitC2S | None:
        return _droit(self.courant) if self.courant is not None else None

    @property
    def renouvelable_le(self) -> date | None:
        """The first day of its renewal: 1 December for a right that ends on 31 March."""
        droit = self.droit
        return None if droit is None else ajouter_mois(droit.dernier_jour + timedelta(days=1), -FENETRE)

    @property
    def renouvelable(self) -> bool:
        return self.renouvelable_le is not None and self.renouvelable_le <= self.le


@panneau("c2s", ordre=45, gabarit="informations/panneaux/c2s.html")
def situations(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, Situation]:
    """Of those whom it covers or covered through this file. One query."""
    lues: dict[int, Situation] = {}
    membres = MembreC2S.objects.de(assure).filter(personne__in=personnes)
    for un in membres.select_related("accord__droit", "accord__organisme").order_by(
        "-accord__accorde_le", "-accord__id"
    ):
        accord, droit = un.accord, _droit(un.accord)
        lue = lues.setdefault(un.personne_id, Situation(le=jour))
        vivant = droit is not None and droit.clos_le is None and jour <= droit.dernier_jour
        if lue.courant is None and (vivant or accord.etat == AccordC2S.Etat.ATTENTE):
            lue.courant, lue.demandeur = accord, accord.assure_id == assure.pk
        elif droit is not None and not vivant:
            lue.finis.append(droit)
    return {pk: lue for pk, lue in lues.items() if lue.courant is not None or lue.finis}


def _droit(accord: AccordC2S) -> DroitC2S | None:
    return getattr(accord, "droit", None)
