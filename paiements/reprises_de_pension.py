"""What a pension takes back from its own payments: days of allowances that it replaces, months that it paid too much (chapter 18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from accounts.models import Assure
from paiements.calcul.invalidite.reprises import a_reprendre, prendre
from paiements.calcul.mots import Particularite
from paiements.calcul.revenus import Revenu
from paiements.models import Paiement, Pension, Prestation, ReprisePension

REMPLACEES = ("IJN",)  # the allowances that a pension takes the place of


def de(pension: Pension) -> list[ReprisePension]:
    """What this pension takes back, in the order of the days. One query."""
    return list(ReprisePension.objects.de(pension.assure).filter(pension=pension))


def remplacees(assure: Assure, depuis: date) -> Iterator[tuple[Prestation, Revenu]]:
    """What was paid to the person of the days that a pension from `depuis` on replaces: each line once. What an employer received is
    settled with them. One query."""
    lignes = Prestation.objects.de(assure).filter(
        code__in=REMPLACEES, revenu__au__gte=depuis, paiement__destinataire=None,
        paiement__etat__in=(Paiement.Etat.EMIS, Paiement.Etat.RETENU, Paiement.Etat.EN_ATTENTE),
    )  # fmt: skip
    for ligne in lignes.select_related("revenu").order_by("revenu__du", "id"):
        r = ligne.revenu
        paye = Revenu(
            ligne.code, r.du, r.au, r.jours, r.journalier, r.brut, csg=r.csg, crds=r.crds, casa=r.casa, impot=r.impot,
            particularite=Particularite(r.particularite),
        )  # fmt: skip
        reprise = a_reprendre(paye, depuis)
        if reprise is not None and reprise.net > 0:
            yield ligne, reprise


def poser(pension: Pension) -> None:
    """When it is granted."""
    ReprisePension.objects.bulk_create(
        ReprisePension(prestation=ligne, **_champs(pension, reprise))
        for ligne, reprise in remplacees(pension.assure, pension.du)
    )


def noter_un_trop_paye(pension: Pension, ecart: Revenu) -> None:
    """`ecart`, below zero: what a month is worth less than was paid for it."""
    trop = replace(ecart, brut=-ecart.brut, csg=-ecart.csg, crds=-ecart.crds, casa=-ecart.casa)
    ReprisePension.objects.create(**_champs(pension, trop))


def prendre_sur(pension: Pension, disponible: Decimal) -> Iterator[Revenu]:
    """Lines that take back, the oldest days first, never more than what is paid."""
    for une in ReprisePension.objects.de(pension.assure).filter(pension=pension).order_by("du", "id"):
        montant = min(une.reste, disponible)
        if montant > 0:
            disponible -= montant
            une.repris += montant
            une.save(update_fields=["repris"])
            yield prendre(_revenu_de(une), montant)


def _revenu_de(une: ReprisePension) -> Revenu:
    """As it was paid."""
    impot = une.brut - une.csg - une.crds - une.casa - une.montant
    return Revenu(
        une.code, une.du, une.au, une.jours, Decimal(0), une.brut, csg=une.csg, crds=une.crds, casa=une.casa, impot=impot,
        particularite=Particularite(une.particularite),
    )  # fmt: skip


def _champs(pension: Pension, r: Revenu) -> dict[str, object]:
    return {
        "pension": pension, "code": r.code, "du": r.du, "au": r.au, "jours": r.jours, "brut": r.brut, "csg": r.csg,
        "crds": r.crds, "casa": r.casa, "montant": r.net, "particularite": r.particularite,
    }  # fmt: skip
