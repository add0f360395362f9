"""Time goes on after the installation: who is on leave is paid every fourteen days, who has a pension every month.

A pension of invalidity is paid by the engine that pays them all (`paiements.pensions`), which is told what a story paid. Each other
payment is a due date that plans the next one, so that a jump of the clock pays what falls due on the way. With a new account, such a
payment is held: this is where a learner sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Assure
from ameli.bac_a_sable.histoires.profils import Foyer
from ameli.bac_a_sable.histoires.recit import Recit, ouvre
from ameli.noyau.calendrier import PARIS, ajouter_mois
from ameli.noyau.echeances import planifier
from paiements import pensions, reprises_de_pension
from paiements.calcul.invalidite.mensualites import PENSION
from paiements.calcul.mots import ZERO, Famille, Particularite
from paiements.calcul.revenus import QUATORZAINE, Revenu, indemnites, pension
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.models import MoisDePension
from paiements.models import Pension as PensionServie
from paiements.prestations import tarif

VERSER = "bac_a_sable.verser"
DELAI = timedelta(days=5)  # from the end of a period of allowance to its payment
JOUR_DES_PENSIONS = 8
HEURE = time(9)


@dataclass(frozen=True)
class Rythme:
    """A period to pay and how the next ones follow. `fin` ISO, empty for a pension: it has no end."""

    code: str
    du: str
    montant: str
    fin: str = ""
    csg: str = "0"
    particularite: str = ""

    def revenu(self) -> Revenu:
        du = date.fromisoformat(self.du)
        if not self.fin:
            au = ajouter_mois(du, 1) - timedelta(days=1)
            return pension(self.code, du, au, Decimal(self.montant), csg=Decimal(self.csg), casa=Decimal(self.csg) > 5)
        au = min(du + timedelta(days=QUATORZAINE - 1), date.fromisoformat(self.fin))
        return indemnites(self.code, du, au, Decimal(self.montant), particularite=Particularite(self.particularite))

    def paye_le(self) -> datetime:
        au = self.revenu().au
        jour = au + DELAI if self.fin else (au + timedelta(days=1)).replace(day=JOUR_DES_PENSIONS)
        return datetime.combine(ouvre(jour), HEURE, PARIS)

    def suivant(self) -> Rythme | None:
        du = self.revenu().au + timedelta(days=1)
        if self.fin and du > date.fromisoformat(self.fin):
            return None
        return replace(self, du=du.isoformat())


def poursuivre(assure: Assure, foyer: Foyer, recit: Recit) -> None:
    """Plan what follows the last allowance or pension of a story, when it goes on. In the caller's transaction."""
    revenus = [revenu for versement in recit.versements for revenu in versement.revenus.values()]
    if not revenus:
        return
    dernier = max(revenus, key=lambda revenu: revenu.au)
    arret = next(
        (un for un in foyer.arrets if un.code == dernier.code and un.du <= dernier.du and dernier.au < un.au), None
    )
    une_pension = next((une for une in foyer.pensions if une.code == dernier.code), None)
    du = (dernier.au + timedelta(days=1)).isoformat()
    if arret is not None and not foyer.paye_a(arret):
        rythme = Rythme(
            dernier.code, du, str(dernier.journalier), arret.au.isoformat(), particularite=arret.particularite
        )
        _planifier(assure.public_id, rythme)
    elif une_pension is not None:
        _planifier(assure.public_id, Rythme(dernier.code, du, str(dernier.brut), csg=str(une_pension.csg)))


def mois_payes(pension: PensionServie, recit: Recit) -> Iterator[MoisDePension]:
    """What a story paid of each month of a pension: its engine goes on from there."""
    for versement in recit.versements:
        for r in versement.revenus.values():
            if r.code == PENSION:
                yield MoisDePension(
                    pension=pension, mois=r.du.replace(day=1), brut=r.brut, csg=r.csg, crds=r.crds, casa=r.casa,
                    majoration=ZERO,
                )  # fmt: skip


def verser(assure_ref: str, donnees: dict[str, Any], le: datetime) -> None:
    """Pay one period, plan the next one."""
    assure = Assure.objects.systeme("practice payments").select_related("personne").filter(public_id=assure_ref).first()
    if assure is None:
        return
    rythme = _avant_la_pension(Rythme(**donnees), assure)
    if rythme is None:
        return
    revenu = rythme.revenu()
    due = LigneAPayer(revenu.ligne(1, None), assure.personne, revenu=revenu)
    enregistrer(assure, [due], famille=Famille(tarif(rythme.code, revenu.du).famille), du_le=le)
    suivant = rythme.suivant()
    if suivant is not None:
        _planifier(assure_ref, suivant)


def _avant_la_pension(rythme: Rythme, assure: Assure) -> Rythme | None:
    """Daily allowances for illness end the day before a pension; None when nothing is left of them."""
    effet = pensions.remplace_depuis(assure) if rythme.code in reprises_de_pension.REMPLACEES else None
    if effet is None:
        return rythme
    fin = min(date.fromisoformat(rythme.fin), effet - timedelta(days=1))
    return replace(rythme, fin=fin.isoformat()) if date.fromisoformat(rythme.du) <= fin else None


def _planifier(assure_ref: str, rythme: Rythme) -> None:
    planifier(
        VERSER, objet=f"verser:{assure_ref}", du_le=rythme.paye_le(), donnees={"assure": assure_ref, **asdict(rythme)},
        cle=f"{VERSER}:{assure_ref}:{rythme.code}:{rythme.du}",
    )  # fmt: skip
