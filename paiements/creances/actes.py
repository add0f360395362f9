"""Where a line of a debt comes from, act by act, on the screen and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from ameli.noyau.formats import date_courte
from paiements import export
from paiements.models import ActeCreance, LigneCreance, Retenue

COLONNES = ("Date des soins", "Bénéficiaire", "Soin", "Professionnel", "Montant", "État")


@dataclass(frozen=True)
class Acte:
    """`adresse` is that of the payment which shows it; empty for care older than what is kept here."""

    soins_le: date
    pour: str
    soin: str
    professionnel: str
    montant: Decimal
    etat: str = ""
    adresse: str = ""


def lire(ligne: LigneCreance) -> list[Acte]:
    """The acts of a line, the latest first. One query, two for what came by letter."""
    retenues = (
        Retenue.objects.de(ligne.avis.assure).filter(creances=ligne)
        .select_related("personne", "prestation__professionnel", "prestation__paiement").order_by("-acte_le", "-id")
    )  # fmt: skip
    if actes := [_de_la_retenue(une) for une in retenues]:
        return actes
    anciens = ActeCreance.objects.de(ligne.avis.assure).filter(ligne=ligne).order_by("-soins_le", "-id")
    return [Acte(un.soins_le, un.pour, un.soin, un.professionnel, un.montant) for un in anciens]


def tableau(actes: list[Acte]) -> Iterator[str]:
    """The file, row by row, its head first."""
    yield export.EN_TETE + export.rangee(COLONNES)
    for un in actes:
        yield export.rangee(
            (date_courte(un.soins_le), un.pour, un.soin, un.professionnel, export.nombre(un.montant), un.etat)
        )


def _de_la_retenue(une: Retenue) -> Acte:
    prestation = une.prestation
    if une.recupere_le is None:
        etat = "à payer"
    else:
        fait = "retenu" if une.paiement_id else "annulé" if une.annulee else "soldé"
        etat = f"{fait} le {date_courte(une.recupere_le)}"
    return Acte(
        une.acte_le, une.personne.prenom, prestation.libelle,
        prestation.professionnel.nom if prestation.professionnel else "", une.montant, etat,
        f"{reverse('paiements:detail', args=[prestation.paiement.public_id])}#ligne-{prestation.rang}",
    )  # fmt: skip
